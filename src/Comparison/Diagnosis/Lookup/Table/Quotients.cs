using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table;

/// <summary>
/// The two terms du / v and u ∘ dv / v² of the derivative of u / v, where u is the overlap of a prediction and a target, and v what it is
/// measured by: their sum (Dice), their union (Jaccard), their lengths (cosine).
/// </summary>
internal static class Quotients
{
    /// <summary>Both terms of each.</summary>
    /// <param name="own">The prediction.</param>
    /// <param name="target">The target, in the same space.</param>
    /// <param name="space">The space; the sums may go along any of its axes.</param>
    public static IEnumerable<(Expression First, Expression Second)> Of(Expression own, Expression target, long[] space)
    {
        foreach (var axes in LineMaps.Of(space))
        {
            Along Sum(Expression of) => new(Statistic.Sum, of, space, axes);
            Along Norm(Expression of) => new(Statistic.Norm, of, space, axes);
            var (overlap, sum) = (Sum(new Times(own, target)), Sum(new Plus(own, target)));
            yield return (Over(target, sum), OverSquare(overlap, sum));
            var squares = new Plus(Sum(new Pointwise(Function.Square, own)), Sum(new Pointwise(Function.Square, target)));
            yield return (Over(target, squares), new Times(OverSquare(overlap, squares), own));
            var union = new Difference(sum, overlap);
            yield return (Over(target, union), new Times(OverSquare(overlap, union), new Pointwise(Function.Complement, target)));
            yield return (
                Over(Over(target, Norm(own)), Norm(target)),
                new Times(new Times(Over(overlap, Norm(target)), new Pointwise(Function.ReciprocalCube, Norm(own))), own));
        }
    }

    private static Times Over(Expression x, Expression y) => new(x, new Pointwise(Function.Reciprocal, y));

    private static Times OverSquare(Expression x, Expression y) => new(x, new Pointwise(Function.ReciprocalSquare, y));
}
