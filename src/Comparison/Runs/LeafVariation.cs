using System.Numerics;
using ScratchVsAutograd.Comparison.Numerics;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// Other values for the leaves of a computation, such as they might have been: a formula that was recognized on the first ones must
/// hold on these, too. Constants stay as they are, as labels, masks and indices have to.
/// </summary>
/// <param name="Seed">The same seed gives the same values.</param>
/// <param name="Change">Makes them, from a leaf's own in float64.</param>
internal sealed record LeafVariation(ulong Seed, Func<Tensor, GaussianNumbers, Tensor> Change)
{
    // More elements than this are not sorted.
    private const long Large = 1 << 18;

    /// <summary>The elements of each leaf in another order: what lies on a grid, ties or is zero still does, elsewhere.</summary>
    public static LeafVariation Permuted { get; } = new(11, static (value, numbers) =>
        LeafStructure.IsBound(value) ? value : LeafStructure.HasRowsOfOneSum(value) ? Rows(value, numbers) : Shuffled(value, numbers));

    /// <summary>Elements drawn anew between those that there are: of the same range and spread; zeros stay where they are.</summary>
    public static LeafVariation Redrawn { get; } = new(12, static (value, numbers) => LeafStructure.IsBound(value) ? value
        : LeafStructure.HasRowsOfOneSum(value) ? Rows(value, numbers)
        : LeafStructure.IsBinary(value) && value.min().item<double>() != value.max().item<double>() ? Shuffled(value, numbers)
        : Drawn(value, numbers));

    /// <summary>Every element a little smaller: the signs stay, and no probability gets larger than one.</summary>
    public static LeafVariation Scaled { get; } = new(13, static (value, _) =>
        LeafStructure.IsBound(value) || LeafStructure.HasRowsOfOneSum(value) || LeafStructure.IsBinary(value) ? value : 0.83 * value);

    /// <summary>Every element much smaller: nothing overflows any more.</summary>
    public static LeafVariation Shrunk { get; } = new(14, static (value, _) => 0.001 * value);

    /// <summary>Every element moved by a small amount of its own: no two of them tie, and none lies on a kink.</summary>
    public static LeafVariation Apart { get; } = new(15, Nudged);

    /// <summary>The computation on the other values.</summary>
    /// <param name="computation">The computation; its own leaves stay as they are.</param>
    /// <param name="only">The leaf to change, of any role; null for all parameters and inputs.</param>
    public Computation Of(Computation computation, string? only = null)
    {
        var numbers = new GaussianNumbers(Seed);
        var values = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var leaf in computation.Leaves)
        {
            if (leaf.Value.is_floating_point() && leaf.Value.numel() > 0
                && (only is null ? leaf.Role != LeafRole.Constant : leaf.Name == only))
                values.Add(leaf.Name, Changed(leaf.Value, numbers));
        }

        return new VariedComputation(computation, values);
    }

    /// <summary>A tensor with a small amount of its own added to each element.</summary>
    /// <param name="value">In float64.</param>
    /// <param name="numbers">Where the amounts come from.</param>
    public static Tensor Nudged(Tensor value, GaussianNumbers numbers)
    {
        using var scope = NewDisposeScope();
        var spread = (value.max() - value.min()).item<double>();
        var size = spread > 0 ? spread : Math.Max(value.abs().max().item<double>(), 1);
        return scope.MoveToOuter(value + 1e-3 * size * numbers.Like(value));
    }

    private Tensor Changed(Tensor value, GaussianNumbers numbers)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(Change(value.detach().to(ScalarType.Float64).cpu(), numbers).to(value.dtype).to(value.device));
    }

    private static Tensor Rows(Tensor value, GaussianNumbers numbers) => value[numbers.Like(value.flatten(1).select(1, 0)).argsort()];

    private static Tensor Shuffled(Tensor value, GaussianNumbers numbers)
        => (value.numel() > Large ? Strided(value.flatten()) : value.flatten()[numbers.Like(value).flatten().argsort()])
            .reshape(value.shape);

    // Each element once, a large step from the one before, as millions of them take seconds to sort.
    private static Tensor Strided(Tensor flat)
    {
        var count = flat.numel();
        var step = (long)(count / 1.618033988749895);
        while (BigInteger.GreatestCommonDivisor(step, count) != 1) step++;
        return flat.index_select(0, (arange(count, ScalarType.Int64, flat.device) * step + step / 2) % count);
    }

    // In order, those that values are drawn between; of very many, every so-manieth.
    private static Tensor Sorted(Tensor elements)
    {
        var stride = Math.Max(1, elements.numel() / Large);
        return elements.slice(0, 0, elements.numel(), stride).sort().Values;
    }

    // Uniform places in the sorted elements, and what lies there, in between two of them. Where there is one value only, such as the
    // zeros of a fresh bias or the ones of a fresh scale, others around it.
    private static Tensor Drawn(Tensor value, GaussianNumbers numbers)
    {
        var sorted = Sorted(value[value != 0]);
        if (sorted.numel() == 0) return 0.3 * numbers.Like(value);
        var last = sorted.numel() - 1;
        if (sorted[0].item<double>() == sorted[last].item<double>()) return value * (1 + 0.1 * numbers.Like(value).abs());
        // Of very many, as many as there are different random numbers.
        var count = value.numel();
        var flat = value.flatten();
        var place = (0.5 * last * (1 + (numbers.Like(flat.narrow(0, 0, Math.Min(count, GaussianNumbers.Period))) / Math.Sqrt(2)).erf()))
            .clamp(0, last);
        var below = place.floor().to(ScalarType.Int64);
        var drawn = sorted[below] + (place - below) * (sorted[(below + 1).clamp(max: last)] - sorted[below]);
        if (count > drawn.numel()) drawn = drawn.repeat(count / drawn.numel() + 1).narrow(0, 0, count);
        return drawn.reshape(value.shape) * (value != 0);
    }
}
