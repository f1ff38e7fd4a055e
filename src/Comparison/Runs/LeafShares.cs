using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// Leaves whose rows have one sum but for their rounding, as probabilities in float32, with rows whose sum is exact in every precision: in
/// float64 a formula that relies on it would be off by that rounding.
/// </summary>
internal static class LeafShares
{
    // Multiples of it are float32 numbers, and so are sums of them.
    private const double Grain = 1.0 / (1 << 20);

    /// <summary>The computation on such leaves, which live in this dispose scope; null where it has none.</summary>
    public static Computation? Exact(Computation computation)
    {
        using var unrecorded = no_grad();
        using var scope = NewDisposeScope();
        var values = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var leaf in computation.Leaves.Where(leaf => leaf.Value.is_floating_point() && leaf.Value.numel() > 0))
        {
            var value = leaf.Value.detach().to(ScalarType.Float64).cpu();
            if (!LeafStructure.HasRowsOfOneSum(value) || LeafStructure.IsBinary(value)) continue;
            values.Add(leaf.Name, scope.MoveToOuter(Exact(value).to(leaf.Value.dtype).to(leaf.Value.device)));
        }

        return values.Count == 0 ? null : new VariedComputation(computation, values);
    }

    // What is left of the sum goes to the largest.
    private static Tensor Exact(Tensor value)
    {
        var exact = (value / Grain).round() * Grain;
        var sum = (value.sum([-1L], keepdim: true).mean() / Grain).round() * Grain;
        return exact.scatter_add(-1, exact.argmax(-1, keepdim: true), sum - exact.sum([-1L], keepdim: true));
    }
}
