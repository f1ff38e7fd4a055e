namespace ScratchVsAutograd.Comparison.Diagnosis.Contract;

/// <summary>A gradient was changed after it had been handed over, through memory that it shares with something else.</summary>
internal sealed class MemoryShared : Hypothesis
{
    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
    {
        if (suspect.Report.Verdict != Verdict.Modified || suspect.Runs.Isolated.Gradients.ChangedTerm(suspect.Name) is null) return null;
        var others = suspect.Runs.Isolated.Gradients.SharedMemory()
            .Where(pair => pair.First == suspect.Name || pair.Second == suspect.Name)
            .Select(pair => pair.First == suspect.Name ? pair.Second : pair.First)
            .Distinct(StringComparer.Ordinal).ToList();
        var handedOver = suspect.Terms[0].WrittenAt;
        var by = suspect.Report.FaultAt is { } line && line != handedOver ? $", as of {line}" : "";
        var evidence = $"what {handedOver} handed over for {suspect.Name} holds other numbers afterwards{by}";
        return suspect.ByContract(
            CauseKind.Aliasing,
            others.Count == 0
                ? $"the gradient of {suspect.Name} is changed after it was handed over: backward still writes to its memory"
                : $"the gradient of {suspect.Name} shares its memory with that of {Words.List(others)}, and is changed through it",
            evidence,
            $"hand over a tensor of its own for {suspect.Name}: clone() it, or allocate one buffer for each gradient",
            source: handedOver);
    }
}
