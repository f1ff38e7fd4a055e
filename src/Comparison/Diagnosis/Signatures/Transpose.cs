namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>wrong = right with its axes in another order, of a square tensor or in the refused shape.</summary>
internal sealed class Transpose : Signature
{
    /// <inheritdoc />
    protected override bool Applies(GradientUnderTest gradient)
        => gradient.IsExplicable && gradient.Wrong.Dimensions == gradient.Right.Dimensions
            && gradient.Wrong.numel() == gradient.Right.numel();

    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
    {
        // Moving an axis of size 1 moves no element.
        if (gradient.Right.shape.Count(size => size > 1) < 2 || !IsVaried(gradient)) return null;
        foreach (var order in Axes.Orders(gradient.Right.Dimensions))
        {
            var residual = Match.Residual(gradient.Wrong.permute(order), gradient.Right);
            if (!(residual <= gradient.Fits)) continue;
            return Explained(gradient, order, residual);
        }

        return null;
    }

    private static Explanation Explained(GradientUnderTest gradient, long[] order, double residual)
    {
        var moved = order.Where((axis, place) => axis != place).Order().ToArray();
        var (what, fix) = moved.Length == 2
            ? ($"transposed: its {Axes.Text(moved)} are swapped", $"transpose({moved[0]}, {moved[1]})")
            : ("permuted: its axes stand in another order", $"permute({string.Join(", ", order)})");
        return gradient.Explained(
            CauseKind.Transpose,
            $"{gradient.Label} is {what}",
            $"after {fix} it is {gradient.Reference}'s to {Words.Residual(residual)} over {Words.Count(gradient.Right.numel())} elements",
            $"swap the factors, or transpose the result: {fix}",
            residual,
            complexity: 2);
    }
}
