using ScratchVsAutograd.Comparison.Pictures;

namespace ScratchVsAutograd.Comparison.Page;

/// <summary>What two tensors held against each other come to; see <see cref="TensorDiff"/> and <see cref="VectorLikeness"/>.</summary>
internal sealed record PageNumbers(
    bool Allclose, bool Equal, double? Budget, double? MaxAbs, double? Ulp, long Out, long Count, double? Cosine, double? RelativeL2,
    double? NormRatio)
{
    /// <summary>The numbers of a pair; null where there is none.</summary>
    /// <param name="diff">What was measured.</param>
    /// <param name="likeness">How alike they are; null where that was not measured.</param>
    public static PageNumbers? Of(TensorDiff? diff, VectorLikeness? likeness) => diff is null ? null : new(
        diff.AllClose, diff.Exact, Measured(diff.Budget, diff), Measured(diff.MaxAbs, diff), Measured(diff.MaxUlp, diff),
        diff.OutOfTolerance, diff.Count, likeness?.Cosine, likeness?.RelativeL2, likeness?.NormRatio);

    private static double? Measured(double number, TensorDiff diff) => diff.Comparable ? number : null;
}
