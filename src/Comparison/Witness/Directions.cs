using System.Globalization;
using ScratchVsAutograd.Comparison.Numerics;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Witness;

/// <summary>The directions in which a disputed tensor is moved.</summary>
internal static class Directions
{
    /// <summary>The random ones first, then the elements in which the two gradients are furthest apart, the worst first.</summary>
    public static IEnumerable<Direction> For(Tensor value, Tensor scratch, Tensor autograd, WitnessOptions options)
    {
        if (value.numel() == 0) yield break;
        var numbers = new GaussianNumbers(options.Seed);
        for (var i = 1; i <= options.Directions; i++)
            yield return new Direction(FormattableString.Invariant($"random {i}"), numbers.Like(value));
        foreach (var index in Worst(scratch, autograd, options.Elements))
            yield return new Direction($"element {Position(index, value.shape)}", Unit(value, index));
    }

    /// <summary>Row-major flat indices; elements that do not differ are left out, NaN differs most.</summary>
    private static long[] Worst(Tensor scratch, Tensor autograd, int count)
    {
        if (count == 0) return [];
        using var scope = NewDisposeScope();
        var gap = (scratch - autograd).abs().nan_to_num(double.PositiveInfinity, double.PositiveInfinity).reshape(-1);
        var (gaps, indices) = gap.topk((int)Math.Min(count, gap.numel()));
        var worst = indices.data<long>().ToArray().Zip(gaps.data<double>().ToArray());
        return [.. worst.Where(pair => pair.Second > 0).Select(pair => pair.First)];
    }

    private static Tensor Unit(Tensor value, long index)
    {
        using var scope = NewDisposeScope();
        var unit = zeros(value.numel(), ScalarType.Float64, value.device);
        unit[index] = 1.0;
        return scope.MoveToOuter(unit.reshape(value.shape));
    }

    /// <summary>A flat index as <c>[3, 7]</c>.</summary>
    private static string Position(long index, ReadOnlySpan<long> shape)
    {
        var position = new string[shape.Length];
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            position[axis] = (index % shape[axis]).ToString(CultureInfo.InvariantCulture);
            index /= shape[axis];
        }

        return $"[{string.Join(", ", position)}]";
    }
}
