namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>wrong = −right: a minus too many or too few.</summary>
internal sealed class Sign : Signature
{
    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
    {
        var residual = Match.Residual(-gradient.Wrong, gradient.Right);
        if (!(residual <= gradient.Fits)) return null;
        return gradient.Explained(
            CauseKind.Sign,
            $"{gradient.Label} has the wrong sign",
            $"{gradient.Judged} = −{gradient.Reference} to {Words.Residual(residual)} over {Words.Count(gradient.Right.numel())} elements",
            "turn the sign round",
            residual,
            complexity: 1);
    }
}
