using ScratchVsAutograd.Comparison.Diff;
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

    private const long MostAtOnce = 1 << 19;

    /// <summary>Says what the difference of two tensors is.</summary>
    /// <param name="low">The pair in the lower precision.</param>
    /// <param name="high">The same pair in the higher precision.</param>
    /// <param name="where">Only these elements count; null for all.</param>
    public static DifferenceKind Judge(GradientPair low, GradientPair high, Tensor? where = null)
    {
        if (high.Scratch.numel() == 0) return DifferenceKind.Rounding;
        using var scope = NewDisposeScope();
        var parts = Parts(low, high, where).ToList();
        var largest = parts.Max(part => Scoped(() => Noise(part.Low, part.High).max().item<double>()));
        var kinds = parts.Select(part => Scoped(() => Judge(part.Low, part.High, part.Where, Spread * Ratio(low, high) * largest))).ToList();
        return kinds.Contains(DifferenceKind.Formula) ? DifferenceKind.Formula
            : kinds.Contains(DifferenceKind.Unclear) ? DifferenceKind.Unclear
            : DifferenceKind.Rounding;
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

    private static DifferenceKind Judge(GradientPair low, GradientPair high, Tensor? where, double ofTheWhole)
    {
        var (before, after) = (Difference(low.Scratch, low.Autograd), Difference(high.Scratch, high.Autograd));
        var allowed = (Resolution * high.Autograd.abs() + Shrinks * Noise(low, high)).clamp_min(ofTheWhole);
        var unexplained = (after <= allowed).logical_not();
        if (where is not null) unexplained = unexplained.logical_and(where);
        if (!Any(unexplained)) return DifferenceKind.Rounding;
        // A wrong formula is wrong by as much in the lower precision, unless that has run out of digits or exponents.
        var persists = (before >= after / 2).logical_and(before <= after * 2);
        return Any(unexplained.logical_and(persists)) ? DifferenceKind.Formula : DifferenceKind.Unclear;
    }

    private static Tensor Noise(GradientPair low, GradientPair high)
        => Finite(maximum(Difference(low.Scratch, low.Autograd), maximum(Difference(low.Scratch, high.Scratch), Difference(low.Autograd, high.Autograd))));

    // A dozen tensors in float64 are made of each.
    private static IEnumerable<(GradientPair Low, GradientPair High, Tensor? Where)> Parts(GradientPair low, GradientPair high, Tensor? where)
    {
        var count = high.Scratch.numel();
        if (count <= MostAtOnce) return [(low, high, where)];
        Tensor[] flat = [.. new[] { low.Scratch, low.Autograd, high.Scratch, high.Autograd }.Select(tensor => tensor.detach().reshape(-1))];
        var mask = where?.reshape(-1);
        return Enumerable.Range(0, checked((int)((count + MostAtOnce - 1) / MostAtOnce))).Select(part =>
        {
            var (start, length) = (part * MostAtOnce, Math.Min(MostAtOnce, count - part * MostAtOnce));
            return (new GradientPair(At(flat[0]), At(flat[1])), new GradientPair(At(flat[2]), At(flat[3])), mask is null ? null : At(mask));

            Tensor At(Tensor tensor) => tensor.narrow(0, start, length);
        });
    }

    private static T Scoped<T>(Func<T> compute)
    {
        using var scope = NewDisposeScope();
        return compute();
    }

    // What has the same dtype in both, such as a mask, does not round at all.
    private static double Ratio(GradientPair low, GradientPair high)
        => low.Scratch.dtype == high.Scratch.dtype ? 0 : UnitRoundoff.Of(high.Scratch.dtype) / UnitRoundoff.Of(low.Scratch.dtype);

    private static bool Any(Tensor mask) => mask.any().item<bool>();

    // Equal infinities do not differ; their difference would be NaN.
    private static Tensor Difference(Tensor first, Tensor second)
    {
        var (one, other) = (Precise(first), Precise(second));
        return where(one == other, 0, (one - other).abs());
    }

    private static Tensor Finite(Tensor noise) => where(noise.isfinite(), noise, 0);

    private static Tensor Precise(Tensor tensor) => tensor.to(ScalarType.Float64);
}
