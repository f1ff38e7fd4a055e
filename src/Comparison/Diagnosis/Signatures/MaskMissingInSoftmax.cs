using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// dZ = P ∘ (dP − Σ dP ∘ P) with the probabilities of a softmax that was not masked, or only causally, where the forward pass
/// masked it: as in attention whose backward computes them again. With the trace's mask put in, the same formula gives the right
/// gradient.
/// </summary>
internal sealed class MaskMissingInSoftmax : Signature
{
    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
    {
        if (gradient.Value is not { } Z) return null;
        var found = from upstream in gradient.Upstreams
                    where upstream.Gradient.shape.AsSpan().SequenceEqual(gradient.Right.shape)
                    let dP = upstream.Gradient.to(ScalarType.Float64)
                    from axis in Enumerable.Range(0, (int)Z.Dimensions)
                    from known in Known(Z)
                    where Match.Residual(Backward(dP, known.Z.softmax(axis), axis), gradient.Wrong) <= gradient.Fits
                    from mask in gradient.Named
                    let spread = Axes.Spread(mask.Value, Z.shape)
                    where spread is not null
                    let P = Z.masked_fill(spread == 0, double.NegativeInfinity).softmax(axis)
                    let residual = Match.Residual(Backward(dP, P, axis), gradient.Right)
                    where residual <= gradient.Fits
                    select Explained(gradient, mask.Name, known.Name, axis, residual);
        return found.FirstOrDefault();
    }

    // What scratch may have put into the softmax: no mask, or one that lets each row see itself and what comes before it.
    private static IEnumerable<(string Name, Tensor Z)> Known(Tensor Z)
    {
        yield return ("no mask", Z);
        if (Z.Dimensions >= 2) yield return ("the causal mask only", Z.masked_fill(ones_like(Z).tril() == 0, double.NegativeInfinity));
    }

    private static Tensor Backward(Tensor dP, Tensor P, long axis) => P * (dP - (dP * P).sum(axis, keepdim: true));

    private static Explanation Explained(GradientUnderTest gradient, string mask, string known, int axis, double residual)
        => gradient.Explained(
            CauseKind.MaskMissing,
            $"{gradient.Label} is computed with probabilities that know {known}, not {mask}",
            $"{gradient.Judged} is the backward of the softmax of {gradient.Name} along axis {axis} with {known}; with {mask} the same "
                + $"formula gives {gradient.Reference}'s to {Words.Residual(residual)}",
            $"use the forward pass's probabilities, or mask {gradient.Name} by {mask} before the softmax is computed again",
            residual,
            complexity: 3);
}
