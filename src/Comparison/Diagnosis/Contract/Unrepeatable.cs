namespace ScratchVsAutograd.Comparison.Diagnosis.Contract;

/// <summary>The same backward on the same forward pass answers otherwise the second time: it draws numbers, or remembers.</summary>
internal sealed class Unrepeatable : Hypothesis
{
    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
        => suspect.Report.Verdict != Verdict.Unrepeatable
            ? null
            : suspect.ByContract(
                CauseKind.Unrepeatable,
                $"backward gives another gradient of {suspect.Name} at every run",
                "two runs on the same forward pass and the same upstream gradients differ by more than rounding",
                "take a random mask from the forward pass instead of drawing it again, and start sums at zero in every run");
}
