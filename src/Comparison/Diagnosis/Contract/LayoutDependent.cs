
namespace ScratchVsAutograd.Comparison.Diagnosis.Contract;

/// <summary>The gradient is right for a contiguous upstream gradient, and another for the same numbers laid out otherwise.</summary>
internal sealed class LayoutDependent : Hypothesis
{
    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
    {
        if (suspect.Report.Reason != VerdictReason.DependsOnLayout) return null;
        return suspect.ByContract(
            CauseKind.RawStrides,
            $"the gradient of {suspect.Name} depends on how the upstream gradient lies in memory",
            "the same upstream gradient with gaps between its elements, or expanded (stride 0), gives another gradient",
            "make the upstream gradient contiguous() before its memory is read, or follow its strides");
    }
}
