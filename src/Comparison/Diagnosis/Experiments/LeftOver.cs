using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Experiments;

/// <summary>
/// With all upstream gradients zero a gradient is zero. What is left over then stems from elsewhere, such as the last step's
/// gradient that was not zeroed; without it the gradient is right.
/// </summary>
internal sealed class LeftOver : Hypothesis
{
    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
    {
        if (suspect.Pair is not var (scratch, autograd) || suspect.Report.Verdict == Verdict.Unrepeatable) return null;
        if (suspect.Uses.Count == 0 || suspect.Uses.Any(use => use.IsLoss)) return null;
        if (suspect.WithUpstream(gradient => zeros_like(gradient)) is not { } rest || !Match.IsComparable(rest, scratch)
            || Match.Largest(rest) == 0) return null;
        var residual = Match.Residual(scratch - rest, autograd);
        if (!Match.Explains(residual, autograd.dtype) || Match.Largest(autograd) == 0) return null;
        var named = suspect.Named.Select(tensor => (tensor.Name, Factor: Match.Factor(tensor.Value, rest)))
            .FirstOrDefault(tensor => tensor.Factor is not null);
        var what = named.Factor switch
        {
            null => "something left over",
            1 => named.Name,
            { } factor => $"{Words.Number(factor)} · {named.Name}",
        };
        return suspect.ByExperiment(
            CauseKind.Stale, complexity: 1, residual,
            $"the gradient of {suspect.Name} contains {what}, which does not come from its upstream gradient",
            $"with every upstream gradient zero, {what} remains; without it, scratch is autograd's {suspect.To(residual)}",
            "start from zero: add nothing of an earlier step, and no penalty that the loss does not have");
    }
}
