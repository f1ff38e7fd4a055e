using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Experiments;

/// <summary>
/// A gradient is linear in its upstream gradients, so with these doubled it doubles. One that stays as it was does not read
/// them; one that stays as it was when all but their first elements change reads only those.
/// </summary>
internal sealed class UpstreamIgnored : Hypothesis
{
    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
    {
        // What the loss itself uses has a part that stems from no upstream gradient.
        if (suspect.Pair is not var (scratch, _) || suspect.Report.Verdict == Verdict.Unrepeatable) return null;
        if (suspect.Uses.Count == 0 || suspect.Uses.Any(use => use.IsLoss) || Match.Largest(scratch) == 0) return null;
        if (Change(suspect, scratch, gradient => 2 * gradient) is not { } doubled) return null;
        var upstream = Words.List([.. suspect.Uses.Select(use => $"d{use.Consumer}")]);
        if (Match.Explains(doubled, scratch.dtype))
        {
            return !IsRepaired(suspect, scratch, gradient => ones_like(gradient)) ? null : Explanation(
                suspect, doubled, $"does not depend on its upstream gradient {upstream}",
                $"with {upstream} doubled it stays what it is, to {Words.Residual(doubled)}; it is what autograd sends back for an "
                    + "upstream gradient of ones");
        }

        if (suspect.Uses.All(use => suspect.AutogradOf(use.Consumer)!.numel() < 2)) return null;
        return Change(suspect, scratch, AllButTheFirst) is { } rest && Match.Explains(rest, scratch.dtype)
            && IsRepaired(suspect, scratch, First)
            ? Explanation(
                suspect, rest, $"reads only the first element of its upstream gradient {upstream}",
                $"with all other elements of {upstream} changed it stays what it is, to {Words.Residual(rest)}")
            : null;
    }

    // A formula that goes from the loss straight to the tensor does not read what is in between either, and need not. Where the upstream
    // gradient is what is missing, scratch is what autograd sends back for one that says nothing.
    private static bool IsRepaired(Suspect suspect, Tensor scratch, Func<Tensor, Tensor> instead)
    {
        using var scope = NewDisposeScope();
        var sent = suspect.Uses
            .Select(use => suspect.Runs.Cut.SentBack(suspect.Name, use.Consumer, instead(suspect.AutogradOf(use.Consumer)!)))
            .OfType<Tensor>().ToList();
        return sent.Count > 0 && Match.Factor(sent.Aggregate((sum, part) => sum + part), scratch) is not null;
    }

    private static Tensor First(Tensor gradient) => gradient.reshape(-1)[0].expand(gradient.shape);

    private static double? Change(Suspect suspect, Tensor scratch, Func<Tensor, Tensor> change)
        => suspect.WithUpstream(change) is { } changed ? Match.Residual(changed, scratch) : null;

    private static Tensor AllButTheFirst(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var factors = full(gradient.numel(), -3, dtype: gradient.dtype, device: gradient.device);
        if (gradient.numel() > 0) factors[0] = 1;
        return scope.MoveToOuter(gradient * factors.reshape(gradient.shape));
    }

    private static Explanation Explanation(Suspect suspect, double residual, string what, string evidence)
        => suspect.ByExperiment(
            CauseKind.UpstreamIgnored, complexity: 2, residual, $"the gradient of {suspect.Name} {what}", evidence,
            "multiply by the upstream gradient, element by element or as a product: the chain rule has it as a factor");
}
