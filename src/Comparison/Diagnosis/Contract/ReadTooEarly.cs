
namespace ScratchVsAutograd.Comparison.Diagnosis.Contract;

/// <summary>
/// The gradient is right at the end, but was handed on before its last term was added: whatever was made from it misses that
/// term. In isolation it is right at once, so nothing else shows it.
/// </summary>
internal sealed class ReadTooEarly : Hypothesis
{
    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
    {
        if (suspect.Runs.ChainedNotes.UnwrittenRead is { } early && early.Name == suspect.Name && suspect.Terms.Count > 0)
            return Unwritten(suspect, early.ReadAt);
        if (suspect.Report.Verdict != Verdict.Origin || suspect.Pair is not null || suspect.Scratch is null || suspect.Terms.Count == 0)
            return null;
        if (suspect.Runs.ChainedNotes.ReadsTooEarly(suspect.Name).FirstOrDefault() is not { } readAt) return null;
        return suspect.ByContract(
            CauseKind.MissingContribution,
            $"the gradient of {suspect.Name} is read before all of it has been added",
            $"it is read at {readAt}; its last term is added at {suspect.Terms[^1].WrittenAt}, after that",
            $"read the gradient of {suspect.Name} only when every use of it has added its term",
            source: readAt);
    }

    private static Explanation Unwritten(Suspect suspect, SourceLocation readAt) => suspect.ByContract(
        CauseKind.MissingContribution,
        $"the gradient of {suspect.Name} is read before it is written",
        $"it is read at {readAt}; the first line that adds to it is {suspect.Terms[0].WrittenAt}, after that",
        $"write the gradient of {suspect.Name} before it is read",
        source: readAt);
}
