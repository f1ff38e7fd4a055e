
namespace ScratchVsAutograd.Comparison.Diagnosis.Experiments;

/// <summary>
/// A variant that the computation itself offers is run: where its two gradients agree and the original's do not, what the
/// variant leaves out is the cause, proven by experiment.
/// </summary>
internal sealed class CounterfactualAgrees : Hypothesis
{
    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
        => suspect.Pair is null
            ? null
            : suspect.Computation.Counterfactuals.Select(counterfactual => Tried(suspect, counterfactual))
                .FirstOrDefault(found => found is not null);

    /// <inheritdoc />
    public override bool HoldsOn(Suspect fresh, Explanation explanation)
        => fresh.Computation.Counterfactuals.Any(counterfactual =>
            explanation.Text.Contains(counterfactual.Sentence, StringComparison.Ordinal) && Tried(fresh, counterfactual) is not null);

    /// <inheritdoc />
    public override Explanation? OnWhole(Suspect sample, Suspect whole, Explanation found)
        => whole.Computation.Counterfactuals.Where(counterfactual => found.Text.Contains(counterfactual.Sentence, StringComparison.Ordinal))
            .Select(counterfactual => whole.Budget.Beside(() => Tried(whole, counterfactual))).FirstOrDefault();

    private static Explanation? Tried(Suspect suspect, Counterfactual counterfactual)
    {
        var run = suspect.Run(counterfactual.Variant);
        if (run.Isolated.Failure is not null || !run.Compared.Contains(suspect.Name)) return null;
        if (run.IsolatedGradient(suspect.Name) is not { } scratch || run.IsolatedOn.Gradient(suspect.Name) is not { } autograd) return null;
        var residual = Match.Residual(scratch, autograd);
        if (!Match.Explains(residual, autograd.dtype)) return null;
        var dtype = run.Dtype.ToString().ToLowerInvariant();
        var difference = Words.Residual(Match.Largest(scratch - autograd));
        return suspect.ByExperiment(
            CauseKind.Counterfactual, complexity: 0, residual,
            $"autograd differentiates the loss as written; {counterfactual.Sentence}, in {dtype}, the two agree to {difference} (max abs)",
            Evidence(suspect, counterfactual),
            counterfactual.Fix ?? $"compute it {counterfactual.Sentence}, or write the gradient of the loss as it is");
    }

    private static string Evidence(Suspect suspect, Counterfactual counterfactual)
    {
        var (scratch, autograd) = suspect.Pair!.Value;
        var before = $"as written, in {suspect.Runs.Dtype.ToString().ToLowerInvariant()} too, they differ by "
            + $"{Words.Residual(Match.Largest(scratch - autograd))}";
        return counterfactual.Evidence is { } count ? $"{count(suspect.Trace)}; {before}" : before;
    }
}
