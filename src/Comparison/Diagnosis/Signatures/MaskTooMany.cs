namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// Right but for the places that are zero where they should not be, and a tensor of the trace tells which: a mask that the forward
/// pass applies elsewhere, or not at all.
/// </summary>
internal sealed class MaskTooMany : Signature
{
    private const int Enough = 3;

    /// <inheritdoc />
    protected override IEnumerable<Explanation> FindAll(GradientUnderTest gradient)
    {
        var differs = gradient.Differs!;
        if (Count(differs) < Enough || !gradient.WrongIsZero.masked_select(differs).all().item<bool>()) return [];
        // Where both are zero, a mask shows no effect.
        var elsewhere = differs.logical_not() & gradient.RightIsZero.logical_not();
        if (Count(elsewhere) < Enough) return [];
        return MaskNames.All(differs, elsewhere, gradient).Select(name => gradient.Explained(
            CauseKind.ExtraMask,
            $"{gradient.Label} is zero where {name}, and should not be: a mask too many",
            $"{Words.Count(Count(differs))} of {Words.Count(gradient.Right.numel())} elements are zero where {gradient.Reference}'s are "
                + $"not, all of them there; all others are {gradient.Reference}'s",
            $"leave that mask out here: let the gradient pass where {name}, "
                + "and mask the gradient of the tensor before it where forward did",
            residual: 0,
            complexity: 3));
    }

    /// <inheritdoc />
    public override string Claim(Explanation explanation) => MaskNames.WithoutBound(explanation.Text);
}
