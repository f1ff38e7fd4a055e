using System.Collections.Immutable;
using System.Globalization;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diff.Causes;

/// <summary>
/// Another order for the slices along one axis: as equal blocks (<c>0:0,2,1,3</c>), or as the axis seen as several whose order is changed
/// (<c>0:3x8x64:1,0,2</c>, as NumPy's reshape and transpose).
/// </summary>
/// <param name="Axis">Counted from 0.</param>
/// <param name="Sizes">What the axis is seen as; empty where it is cut into as many equal blocks as there are numbers in the order.</param>
/// <param name="Order">Which block comes first, second and so on; or which of the axes.</param>
internal sealed record SliceOrder(int Axis, ImmutableArray<long> Sizes, ImmutableArray<int> Order)
{
    /// <summary>What was expected, where something else was typed.</summary>
    public const string Expected = "expected a name, an axis and an order of equal blocks along it, such as W=0:0,2,1,3; or the axis seen "
        + "as several and their order, such as W=0:3x8x64:1,0,2";

    /// <summary>As it is typed.</summary>
    public string Text => FormattableString.Invariant(
        $"{Axis}:{(Sizes.IsEmpty ? "" : $"{string.Join('x', Sizes)}:")}{string.Join(',', Order)}");

    /// <summary>Reads what <see cref="Text"/> writes; null where it is no order.</summary>
    public static SliceOrder? Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length is < 2 or > 3) return null;
        var axis = Numbers(parts[0], ',');
        var sizes = parts.Length == 3 ? Numbers(parts[1], 'x') : [];
        var order = Numbers(parts[^1], ',');
        var isOrder = order.Length >= 2 && order.Order().SequenceEqual(Enumerable.Range(0, order.Length));
        if (axis is not [var first] || !isOrder || (parts.Length == 3 && (sizes.Length != order.Length || sizes.Contains(0)))) return null;
        return new SliceOrder(first, [.. sizes.Select(size => (long)size)], order);
    }

    /// <summary>Whether a tensor of that shape has such blocks.</summary>
    public bool Fits(IReadOnlyList<long> shape)
        => Axis < shape.Count
            && (Sizes.IsEmpty ? shape[Axis] % Order.Length == 0 : Sizes.Aggregate(1L, (product, size) => product * size) == shape[Axis]);

    /// <summary>The tensor with its slices in that order.</summary>
    public Tensor Apply(Tensor tensor)
    {
        var seen = Sizes.IsEmpty
            ? Order.Select((_, place) => place == 0 ? Order.Length : tensor.shape[Axis] / Order.Length).Take(2)
            : Sizes.AsEnumerable();
        var view = tensor.unflatten(Axis, [.. seen]);
        var ordered = Sizes.IsEmpty
            ? view.index_select(Axis, TorchSharp.torch.tensor(Order.Select(block => (long)block).ToArray(), dtype: ScalarType.Int64))
            : view.permute([.. Axes(view.dim())]);
        return ordered.reshape(tensor.shape);
    }

    private IEnumerable<long> Axes(long count)
    {
        for (var axis = 0; axis < count; axis++)
            yield return axis >= Axis && axis < Axis + Order.Length ? Axis + Order[axis - Axis] : axis;
    }

    private static ImmutableArray<int> Numbers(string text, char separator)
    {
        var numbers = text.Split(separator)
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .ToImmutableArray();
        return numbers.Contains(-1) ? [] : numbers;
    }
}
