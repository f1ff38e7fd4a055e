using ScratchVsAutograd.Comparison.Numerics;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>
/// A run of elements from both sides and what follows from them element by element, on their device. The tensors belong to the
/// dispose scope around it.
/// </summary>
internal sealed class DevicePart
{
    private readonly Tolerance tolerance;
    private readonly Tensor bitsS, bitsA;

    /// <summary>The part of the given elements.</summary>
    /// <param name="scratch">(N), N ≥ 1, contiguous.</param>
    /// <param name="autograd">(N), the same dtype.</param>
    /// <param name="tolerance">What is allowed.</param>
    public DevicePart(Tensor scratch, Tensor autograd, Tolerance tolerance)
    {
        this.tolerance = tolerance;
        (bitsS, bitsA) = (BitCast.ToIntegers(scratch), BitCast.ToIntegers(autograd));
        var working = scratch.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        (Scratch, Autograd) = (scratch.to(working), autograd.to(working));
        Difference = (Scratch - Autograd).abs();
        Allowed = (Autograd * tolerance.Relative).abs() + tolerance.Absolute;
        Finite = Scratch.isfinite() & Autograd.isfinite();
        Out = IsClose(Scratch).logical_not();
    }

    /// <summary>The hand-written elements in working precision.</summary>
    public Tensor Scratch { get; }

    /// <summary>Autograd's in working precision.</summary>
    public Tensor Autograd { get; }

    /// <summary>|s − a|.</summary>
    public Tensor Difference { get; }

    /// <summary>atol + |rtol·a|.</summary>
    public Tensor Allowed { get; }

    /// <summary>Where both are finite.</summary>
    public Tensor Finite { get; }

    /// <summary>Where they are out of tolerance.</summary>
    public Tensor Out { get; }

    /// <summary>Where the bits are the same.</summary>
    public Tensor Exact => bitsS.eq(bitsA);

    /// <summary>Where 0 would have passed for the hand-written element.</summary>
    public Tensor ZeroPasses => IsClose(zeros_like(Autograd));

    /// <summary>|s − a| / |a| where both are finite and they differ, else 0.</summary>
    public Tensor Relative => (Difference / Autograd.abs()).masked_fill(~(Finite & Scratch.ne(Autograd)), 0);

    /// <summary>|s − a| / (atol + |rtol·a|), with <see cref="Criterion{T}.Budget"/>'s exceptions.</summary>
    public Tensor Budget
    {
        get
        {
            var equal = Scratch.eq(Autograd);
            if (tolerance.EqualNaN)
                equal |= Scratch.isnan() & Autograd.isnan();
            return (Difference / Allowed).masked_fill(~Difference.isfinite(), double.PositiveInfinity).masked_fill(equal, 0);
        }
    }

    /// <summary>
    /// Distances in representable numbers, 0 where either is not finite. Those of float64 need all of an unsigned 64-bit integer, which
    /// torch cannot compare: they are lowered by 2⁶³, which keeps their order in signed ones. <see cref="ToDistance"/> raises them.
    /// </summary>
    /// <returns>(N) int64.</returns>
    public Tensor LoweredUlp
    {
        get
        {
            var (rankS, rankA) = (Rank(bitsS), Rank(bitsA));
            return (rankS.maximum(rankA) - rankS.minimum(rankA) + long.MinValue).masked_fill(~Finite, long.MinValue);
        }
    }

    /// <summary>The distance behind an element of <see cref="LoweredUlp"/>.</summary>
    public static ulong ToDistance(long lowered) => unchecked((ulong)lowered - (1ul << 63));

    private Tensor IsClose(Tensor s) => s.isclose(Autograd, tolerance.Relative, tolerance.Absolute, tolerance.EqualNaN);

    /// <summary>As <see cref="Ulp"/> numbers the representable values, but with zero at 0.</summary>
    private static Tensor Rank(Tensor bits)
    {
        var wide = bits.to(ScalarType.Int64);
        var signBit = long.MinValue >> (64 - 8 * (int)bits.element_size());
        return where(wide.lt(0), signBit - wide, wide);
    }
}
