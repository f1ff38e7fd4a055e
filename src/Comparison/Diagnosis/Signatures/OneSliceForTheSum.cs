using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// The right gradient is a sum over a broadcast axis, the wrong one its first or last summand: cut down to the tensor's shape
/// where it should have been summed.
/// </summary>
internal sealed class OneSliceForTheSum : Signature
{
    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
    {
        var found = from summand in Summand.Of(gradient)
                    from isFirst in (bool[])[true, false]
                    let residual = Match.Residual(Slice(summand, isFirst).reshape(gradient.Right.shape), gradient.Wrong)
                    where residual <= gradient.Fits
                    select Explained(gradient, summand, isFirst ? "first" : "last", residual);
        return found.FirstOrDefault();
    }

    private static Tensor Slice(Summand summand, bool isFirst)
        => summand.Over.Aggregate(summand.Value, (slice, axis) => slice.narrow(axis, isFirst ? 0 : slice.shape[axis] - 1, 1));

    private static Explanation Explained(GradientUnderTest gradient, Summand summand, string which, double residual)
        => gradient.Explained(
            CauseKind.NotSummed,
            $"{gradient.Label} is the {which} slice along {Axes.Text(summand.Over)} where the sum was meant",
            $"{gradient.Judged} is the {which} slice of {summand.Name} to {Words.Residual(residual)}; {gradient.Reference}'s is its sum "
                + $"over {Axes.Text(summand.Over)}",
            $"sum {summand.Name} over {Axes.Text(summand.Over)}",
            residual,
            complexity: 2);
}
