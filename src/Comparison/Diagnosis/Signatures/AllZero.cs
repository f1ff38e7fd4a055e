namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>wrong = 0 exactly, where the right gradient is not: allocated and never filled, or masked away.</summary>
internal sealed class AllZero : Signature
{
    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
        => Match.Largest(gradient.Wrong) != 0 ? null : gradient.Explained(
            CauseKind.AllZero,
            $"{gradient.Label} is zero everywhere",
            $"all {Words.Count(gradient.Wrong.numel())} elements are exactly 0; {gradient.Reference}'s reach "
                + $"{Words.Number(Match.Largest(gradient.Right))}",
            "fill it: the buffer was handed over as it was allocated, or everything in it was masked away",
            residual: 0,
            complexity: 1);
}
