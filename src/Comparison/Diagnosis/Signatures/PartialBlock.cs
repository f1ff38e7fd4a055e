namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// Wrong in some neighbouring slices of one axis and right in all others: the last tile, the last time step, one head. At most
/// half of the axis, and at least half of the block must be wrong, else it is no block.
/// </summary>
internal sealed class PartialBlock : Signature
{
    private const int Enough = 2;

    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
        => Enumerable.Range(0, (int)gradient.Right.Dimensions)
            .Select(axis => Along(gradient, axis))
            .OfType<Block>()
            .OrderBy(block => (double)block.Count / block.Length)
            .Select(block => Explained(gradient, block))
            .FirstOrDefault();

    private static Block? Along(GradientUnderTest gradient, long axis)
    {
        var length = gradient.Right.shape[axis];
        var slices = gradient.Differs!.movedim([axis], [0]).reshape(length, -1).any(1).nonzero().flatten().data<long>().ToArray();
        var (first, count) = (slices[0], slices[^1] - slices[0] + 1);
        if (count != slices.Length || 2 * count > length) return null;
        var isZero = Match.Largest(gradient.Wrong.narrow(axis, first, count)) == 0;
        // Which of several contributions is wrong shows only where one of them is not there at all.
        if (gradient.IsContribution && !isZero) return null;
        var notZero = gradient.RightIsZero.logical_not();
        var within = Count(notZero.narrow(axis, first, count));
        var wrong = Count(gradient.Differs!);
        var isBlock = wrong >= Enough && 2 * wrong >= within && Count(notZero) - within >= Enough;
        return isBlock ? new Block(axis, length, first, count, isZero) : null;
    }

    private static Explanation Explained(GradientUnderTest gradient, Block block)
    {
        var what = block.IsZero ? "zero" : "wrong";
        var fix = block.IsZero
            ? "what fills it does not reach there: a loop's or a tile's bound, or a part that is left out"
            : "see what is special there: a bound, a padding, an end";
        return gradient.Explained(
            CauseKind.PartialBlock,
            $"{gradient.Label} is {what} in {block}, and right everywhere else",
            $"{Words.Count(Count(gradient.Differs!))} of {Words.Count(gradient.Right.numel())} elements differ, all of them there",
            $"look at axis {block.Axis}: {fix}",
            residual: 0,
            complexity: block.IsZero ? 5 : 6);
    }

    private sealed record Block(long Axis, long Length, long First, long Count, bool IsZero)
    {
        public override string ToString()
        {
            var slices = Count == 1 ? $"slice {First}" : $"slices {First} to {First + Count - 1}";
            var which = First + Count == Length
                ? $"the last {Count} of {Length}"
                : First == 0 ? $"the first {Count} of {Length}" : $"of {Length}";
            return $"{slices} ({which}) along axis {Axis}";
        }
    }
}
