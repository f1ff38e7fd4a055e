using ScratchVsAutograd.Comparison.Diff;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Precision;

/// <summary>
/// Tells rounding from a difference of formulas without knowing the scale of either: from float32 to float64 a rounding error
/// shrinks by nine orders of magnitude, from a half precision by more, and a wrong formula stays as wrong as it was.
/// </summary>
internal static class RoundingTest
{
    /// <summary>Rounding errors shrink by 1e-9 or less; what shrinks by less than this is no rounding.</summary>
    private const double Shrinks = 1e-4;

    /// <summary>What float64 itself cannot tell apart, relative to the value.</summary>
    private const double Resolution = 1e-9;

    /// <summary>Whether two tensors really differ in some element, and not only by rounding.</summary>
    /// <param name="low">The pair in the lower precision.</param>
    /// <param name="high">The same pair in the higher precision.</param>
    /// <param name="where">Only these elements count; null for all.</param>
    public static bool Differs((Tensor First, Tensor Second) low, (Tensor First, Tensor Second) high, Tensor? where = null)
    {
        using var scope = NewDisposeScope();
        var before = Difference(low);
        var after = Difference(high);
        var allowed = Resolution * high.Second.abs() + Shrinks * before;
        var really = (after <= allowed).logical_not();
        return (where is null ? really : really.logical_and(where)).any().item<bool>();
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
    /// Whether a tensor is zero but for rounding: it shrinks as rounding errors do, as the gradient of a bias before a
    /// normalization does.
    /// </summary>
    public static bool IsZero(Tensor low, Tensor high)
    {
        if (low.numel() == 0) return true;
        using var scope = NewDisposeScope();
        var before = Largest(low);
        var after = Largest(high);
        return after <= Shrinks * Shrinks * before;
    }

    private static Tensor Difference((Tensor First, Tensor Second) pair)
        => (pair.First.to(ScalarType.Float64) - pair.Second.to(ScalarType.Float64)).abs();

    private static double Largest(Tensor tensor) => tensor.abs().max().to(ScalarType.Float64).item<double>();
}
