namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// Both are sums of the same: the right gradient over one axis, the wrong one over another, which has as many elements only
/// where the tensor is as long as it is wide.
/// </summary>
internal sealed class WrongAxis : Signature
{
    /// <inheritdoc />
    protected override bool Applies(GradientUnderTest gradient)
        => gradient.IsExplicable && gradient.Wrong.numel() == gradient.Right.numel() && gradient.Right.numel() > 1;

    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
    {
        var found = from summand in Summand.Of(gradient)
                    from axes in Axes.Subsets(summand.Value.Dimensions)
                    where !axes.SequenceEqual(summand.Over)
                    let sum = summand.Sum(axes, gradient.Wrong.shape)
                    where sum is not null
                    let residual = Match.Residual(sum, gradient.Wrong)
                    where residual <= gradient.Fits
                    select Explained(gradient, summand, axes, residual);
        return found.FirstOrDefault();
    }

    private static Explanation Explained(GradientUnderTest gradient, Summand summand, long[] axes, double residual)
        => gradient.Explained(
            CauseKind.WrongAxis,
            $"{gradient.Label} is summed over {Axes.Text(axes)} instead of {Axes.Text(summand.Over)}",
            $"{gradient.Judged} is {summand.Name} summed over {Axes.Text(axes)} to {Words.Residual(residual)}, {gradient.Reference}'s is "
                + $"the same summed over {Axes.Text(summand.Over)}",
            $"sum {summand.Name} over {Axes.Text(summand.Over)}, along which {gradient.Name} was broadcast",
            residual,
            complexity: 2);
}
