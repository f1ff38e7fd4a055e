namespace ScratchVsAutograd.Comparison.Diagnosis.Contributions;

/// <summary>One of the recorded terms is one too many: autograd = Σ − termᵢ, and another term is the same.</summary>
internal sealed class TermCountedTwice : Hypothesis
{
    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
    {
        if (suspect.Pair is not var (scratch, autograd) || suspect.Terms.Count < 2) return null;
        // The later of two equal terms is the one that should not be there.
        foreach (var (index, term) in suspect.Terms.Index().Reverse())
        {
            var residual = Match.Residual(scratch - term.Value, autograd);
            if (!Match.Explains(residual, autograd.dtype)) continue;
            var twin = suspect.Terms.Where((_, other) => other != index).FirstOrDefault(other => Match.Explains(other.Value, term.Value));
            return suspect.BySignature(
                CauseKind.DoubledContribution, complexity: 0, residual,
                twin is null
                    ? $"the gradient of {suspect.Name} has a term too many"
                    : $"the gradient of {suspect.Name} has the same term twice",
                $"without the term of {term.WrittenAt}{(twin is null ? "" : $", which is that of {twin.WrittenAt} once more")}, scratch is "
                    + $"autograd's {suspect.To(residual)}",
                "add each use's gradient once, when all of its upstream gradient is there",
                term.WrittenAt);
        }

        return null;
    }
}
