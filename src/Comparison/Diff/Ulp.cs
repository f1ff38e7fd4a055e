using System.Numerics;

namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>
/// Distances in representable numbers, from the bits of the elements. IEEE formats order their magnitudes like unsigned integers,
/// so counting up from zero on the positive side and down on the negative one numbers the representable values in order, and
/// +0 and −0 get the same number.
/// </summary>
internal static class Ulp
{
    /// <summary>How many representable numbers lie between two finite ones, one of the two included.</summary>
    /// <typeparam name="TBits">The unsigned integer as wide as the dtype.</typeparam>
    public static ulong Distance<TBits>(TBits x, TBits y) where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
    {
        var (rankX, rankY) = (Rank(x), Rank(y));
        return ulong.CreateTruncating(rankX > rankY ? rankX - rankY : rankY - rankX);
    }

    /// <summary>The position of a value among the representable ones; both zeros are at the sign bit, the middle of the range.</summary>
    private static TBits Rank<TBits>(TBits bits) where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
    {
        var signBit = TBits.RotateRight(TBits.One, 1);
        return bits >= signBit ? unchecked(TBits.Zero - bits) : bits + signBit;
    }
}
