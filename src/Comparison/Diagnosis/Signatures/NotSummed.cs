namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// Σ over the broadcast axes of what was handed over is the right gradient: the forward pass broadcast the tensor, and backward
/// must sum over the axes along which it did.
/// </summary>
internal sealed class NotSummed : Signature
{
    /// <inheritdoc />
    protected override bool Applies(GradientUnderTest gradient)
        => !gradient.SameShape && gradient.Wrong.numel() > gradient.Right.numel() && gradient.Right.numel() > 0;

    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
    {
        if (BroadcastAxes(gradient.Wrong.shape, gradient.Right.shape) is not { Length: > 0 } axes) return null;
        var summed = gradient.Wrong.sum(axes, keepdim: true).reshape(gradient.Right.shape);
        var residual = Match.Residual(summed, gradient.Right);
        if (!(residual <= gradient.Fits)) return null;
        return gradient.Explained(
            CauseKind.NotSummed,
            $"{gradient.Label} is not summed over {Axes.Text(axes)}, along which {gradient.Name} was broadcast",
            $"summed over {Axes.Text(axes)}, the {Shape(gradient.Wrong)} that was handed over is {gradient.Reference}'s "
                + $"{Shape(gradient.Right)} to {Words.Residual(residual)}",
            $"sum over {Axes.Text(axes)}, with keepdim: true where {gradient.Name} has the axis",
            residual,
            complexity: 0);
    }

    // The axes of the larger shape that the smaller lacks, or has with size 1, the two set flush right; null where they do not fit.
    private static long[]? BroadcastAxes(long[] larger, long[] smaller)
    {
        if (smaller.Length > larger.Length) return null;
        long[] padded = [.. Enumerable.Repeat(1L, larger.Length - smaller.Length), .. smaller];
        var pairs = larger.Zip(padded).ToArray();
        if (pairs.Any(pair => pair.Second != 1 && pair.First != pair.Second)) return null;
        return [.. Enumerable.Range(0, pairs.Length).Where(axis => pairs[axis].First != pairs[axis].Second).Select(axis => (long)axis)];
    }
}
