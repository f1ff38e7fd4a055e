using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Numerics;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Precision;

/// <summary>
/// Tells rounding from a difference of formulas without knowing the scale of either: from float32 to float64 a rounding error
/// shrinks by nine orders of magnitude, and a wrong formula stays as wrong as it was.
/// </summary>
/// <remarks>
/// How large rounding errors are in the lower precision is seen in three places: between the two sides, and between each side and
/// itself in the higher precision. One of them alone can be zero by luck, or because a number happens to be representable.
/// </remarks>
internal static class RoundingTest
{
    /// <summary>
    /// A single error may be smaller than is usual by luck, so it need not shrink by all of the nine orders of magnitude; what
    /// shrinks by less than this is no rounding.
    /// </summary>
    private const double Shrinks = 1e-4;

    /// <summary>
    /// The largest error of a whole tensor is no matter of luck: it shrinks as the unit roundoff does, but for this factor.
    /// </summary>
    private const double Spread = 32;

    /// <summary>What float64 itself cannot tell apart, relative to the value.</summary>
    private const double Resolution = 1e-9;

    /// <summary>Says what the difference of two tensors is.</summary>
    /// <param name="low">The pair in the lower precision.</param>
    /// <param name="high">The same pair in the higher precision.</param>
    /// <param name="where">Only these elements count; null for all.</param>
    public static DifferenceKind Judge(GradientPair low, GradientPair high, Tensor? where = null)
    {
        if (high.Scratch.numel() == 0) return DifferenceKind.Rounding;
        var elements = new FourGradients(low, high, where);
        var largest = 0.0;
        elements.ForEach((ls, la, hs, ha, _) => largest = Math.Max(largest, Noise(ls, la, hs, ha)));
        var ofTheWhole = Spread * Ratio(low, high) * largest;
        var kind = DifferenceKind.Rounding;
        elements.ForEach((ls, la, hs, ha, counts) =>
        {
            if (!counts || kind == DifferenceKind.Formula) return;
            var (before, after) = (Difference(ls, la), Difference(hs, ha));
            if (after <= Math.Max(Resolution * Math.Abs(ha) + Shrinks * Noise(ls, la, hs, ha), ofTheWhole)) return;
            // A wrong formula is wrong by as much in the lower precision, unless that has run out of digits or exponents.
            kind = before >= after / 2 && before <= after * 2 ? DifferenceKind.Formula : DifferenceKind.Unclear;
        });
        return kind;
    }

    /// <summary>Where two tensors of one shape and dtype are out of tolerance, decided as <see cref="TensorDiffer"/> does.</summary>
    public static Tensor OutOfTolerance(Tensor first, Tensor second, Tolerance tolerance)
    {
        using var scope = NewDisposeScope();
        var precise = second.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        var isClose = first.to(precise).isclose(second.to(precise), tolerance.Relative, tolerance.Absolute, tolerance.EqualNaN);
        return scope.MoveToOuter(isClose.logical_not());
    }

    /// <summary>
    /// Whether a gradient is zero but for rounding on both sides: it shrinks as scratch's rounding errors do, as the gradient of a
    /// bias before a normalization does. Autograd's lower precision, which may be wrong, is asked only where scratch's has no errors.
    /// </summary>
    public static bool IsZero(GradientPair low, GradientPair high)
    {
        if (high.Scratch.numel() == 0) return true;
        var shrinks = Spread * Spread * Ratio(low, high);
        var scratch = Magnitude.Of(low.Scratch);
        var rounding = scratch > 0 ? scratch : Magnitude.Of(low.Autograd);
        return Magnitude.Of(high.Scratch) <= shrinks * scratch && Magnitude.Of(high.Autograd) <= shrinks * rounding;
    }

    // What has the same dtype in both, such as a mask, does not round at all.
    private static double Ratio(GradientPair low, GradientPair high)
        => low.Scratch.dtype == high.Scratch.dtype ? 0 : UnitRoundoff.Of(high.Scratch.dtype) / UnitRoundoff.Of(low.Scratch.dtype);

    // Math.Max hands NaN on, and what is not finite is no measure.
    private static double Noise(double lowScratch, double lowAutograd, double highScratch, double highAutograd)
        => Math.Max(
            Difference(lowScratch, lowAutograd),
            Math.Max(Difference(lowScratch, highScratch), Difference(lowAutograd, highAutograd))) is var noise
            && double.IsFinite(noise) ? noise : 0;

    // Equal infinities do not differ; their difference would be NaN.
    private static double Difference(double first, double second) => first == second ? 0 : Math.Abs(first - second);
}
