using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Contract;

/// <summary>
/// NaN or ±∞ where autograd's gradient is finite, and right everywhere else. Where it is finite and right on much smaller leaves, it
/// is an overflow; what stays is 0·∞ in a masked branch, a division by zero, a root or a norm at 0. Says where: exactly where a
/// named tensor is zero, or largest, or smallest.
/// </summary>
internal sealed class NotFinite : Hypothesis
{
    private const string Smaller = "take out the largest part before exponentials or powers are formed, as exp(x − max) does";

    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
    {
        if (suspect.Report.Verdict != Verdict.NonFinite || suspect is not { Refused: null, Scratch: { } scratch, Autograd: { } autograd })
            return null;
        if (!scratch.shape.SequenceEqual(autograd.shape) || !autograd.isfinite().all().item<bool>()) return null;
        var bad = scratch.isfinite().logical_not();
        return bad.any().item<bool>() ? Places(suspect, scratch, autograd, bad) : Overflow(suspect, scratch, autograd);
    }

    private static Explanation? Overflow(Suspect suspect, Tensor scratch, Tensor autograd)
    {
        var residual = Match.Residual(scratch, autograd);
        return !Match.Explains(residual, autograd.dtype) ? null : suspect.ByExperiment(
            CauseKind.NonFinite, complexity: 0, residual,
            $"the gradient of {suspect.Name} overflows, or underflows into a division by 0, in the working precision",
            $"in float64 it is finite, and autograd's {suspect.To(residual)}",
            Smaller);
    }

    // An overflow in float64, too: gone with the size of the leaves, while zeros and signs are what they were.
    private static Explanation? OverflowInHigh(Suspect suspect, Tensor bad)
    {
        if (suspect.Shrunk is not { Refused: null, Scratch: { } scratch, Autograd: { } autograd }) return null;
        var residual = Match.Residual(scratch, autograd);
        if (!Match.Explains(residual, autograd.dtype)) return null;
        var largest = suspect.Named.Select(named => (named.Name, Size: Match.Largest(named.Value))).MaxBy(named => named.Size);
        return suspect.ByExperiment(
            CauseKind.NonFinite, complexity: 0, residual,
            $"the gradient of {suspect.Name} overflows",
            $"{Words.Count(bad.sum().item<long>())} of {Words.Count(bad.numel())} elements are NaN or infinite where autograd's are "
                + $"finite, in {suspect.Runs.Dtype.ToString().ToLowerInvariant()} too, with {largest.Name} as large as "
                + $"{Words.Number(largest.Size)}; on leaves a thousand times smaller it is finite, and autograd's {suspect.To(residual)}",
            Smaller);
    }

    private static Explanation? Places(Suspect suspect, Tensor scratch, Tensor autograd, Tensor bad)
    {
        if (OverflowInHigh(suspect, bad) is { } overflow) return overflow;
        var residual = Match.Residual(where(bad, autograd, scratch), autograd);
        if (!Match.Explains(residual, autograd.dtype)) return null;
        var count = Words.Count(bad.sum().item<long>());
        // 0 · ∞ needs a zero: a place that autograd's gradient does not pass.
        var isMasked = (autograd.masked_select(bad) == 0).all().item<bool>();
        return suspect.ByContract(
            CauseKind.NonFinite,
            $"the gradient of {suspect.Name} is not finite{Where(suspect, bad)}",
            $"{count} of {Words.Count(bad.numel())} elements are NaN or infinite where autograd's are {(isMasked ? "0" : "finite")}; the "
                + $"others are autograd's to {Words.Residual(residual)}",
            isMasked
                ? "select with where(…) instead of multiplying by a mask, and keep the unselected branch finite: 0 · ∞ and 0/0 are NaN"
                : "look for a quotient, a root or a logarithm whose argument is 0 there or too large, and use the formula that has a limit "
                    + "there",
            residual);
    }

    private static string Where(Suspect suspect, Tensor bad)
    {
        foreach (var (name, value) in suspect.Named.Where(named => BroadcastsTo(named.Value, bad)))
        {
            var spread = value.expand(bad.shape);
            if ((spread == 0).Equals(bad)) return $" exactly where {name} is 0";
            if (bad.all().item<bool>()) continue;
            var (at, elsewhere) = (spread.masked_select(bad), spread.masked_select(bad.logical_not()));
            if ((at.abs().min() > elsewhere.abs().max()).item<bool>())
                return $" exactly where |{name}| is {Words.Number(at.abs().min().to(ScalarType.Float64).item<double>())} or more";
        }

        return "";
    }

    private static bool BroadcastsTo(Tensor value, Tensor target)
        => value.dim() > 0 && value.dim() == target.dim()
            && value.shape.Zip(target.shape, (size, full) => size == full || size == 1).All(fits => fits);
}
