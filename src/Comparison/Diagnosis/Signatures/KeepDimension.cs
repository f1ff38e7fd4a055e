namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// The right values in a shape that lacks axes of size 1, or has too many: a sum without keepdim. The values alone would pass a
/// comparison that broadcasts.
/// </summary>
internal sealed class KeepDimension : Signature
{
    /// <inheritdoc />
    protected override bool Applies(GradientUnderTest gradient)
        => !gradient.SameShape && Squeezed(gradient.Wrong.shape).SequenceEqual(Squeezed(gradient.Right.shape));

    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
    {
        var residual = Match.Residual(gradient.Wrong.reshape(gradient.Right.shape), gradient.Right);
        if (!(residual <= gradient.Fits)) return null;
        return gradient.Explained(
            CauseKind.KeepDimension,
            $"{gradient.Label} has shape {Shape(gradient.Wrong)} where {gradient.Name} has {Shape(gradient.Right)}: an axis of size 1 was "
                + "lost or added",
            $"in the shape of {gradient.Name} its values are {gradient.Reference}'s to {Words.Residual(residual)}",
            "sum with keepdim: true, or reshape",
            residual,
            complexity: 0) with
        { Kind = ExplanationKind.Contract };
    }

    private static IEnumerable<long> Squeezed(IEnumerable<long> shape) => shape.Where(size => size != 1);
}
