namespace ScratchVsAutograd.Comparison.Diagnosis.Contract;

/// <summary>Backward ends without having written the gradient at all.</summary>
internal sealed class NeverWritten : Hypothesis
{
    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
    {
        if (suspect.Report.Verdict != Verdict.Missing || suspect.Scratch is not null || suspect.Autograd is not { } autograd) return null;
        var read = suspect.Runs.ChainedNotes.UnwrittenRead is { } early && early.Name == suspect.Name
            ? $", and {early.ReadAt} reads it"
            : "";
        var uses = suspect.Uses.Select(use => use.Consumer).ToList();
        return suspect.ByContract(
            CauseKind.MissingContribution,
            $"backward never writes the gradient of {suspect.Name}",
            $"no line adds to it{read}; autograd's is as large as {Words.Number(Match.Largest(autograd))}"
            + (uses.Count == 0 ? "" : $", from the use of {suspect.Name} in {Words.List(uses)}"),
            $"add the gradient of {suspect.Name} where backward has that of "
            + $"{(uses.Count == 0 ? "what it was used for" : Words.List(uses))}");
    }
}
