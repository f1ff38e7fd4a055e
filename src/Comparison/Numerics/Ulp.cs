using System.Numerics;
using System.Runtime.InteropServices;

namespace ScratchVsAutograd.Comparison.Numerics;

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

    /// <summary>The largest <see cref="Distance"/> between elements in the same place.</summary>
    /// <param name="x">Bits of finite elements; as many as fill whole vectors.</param>
    /// <param name="y">As many.</param>
    public static ulong MaxDistance<TBits>(ReadOnlySpan<TBits> x, ReadOnlySpan<TBits> y)
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
    {
        var vectorsX = MemoryMarshal.Cast<TBits, Vector<TBits>>(x);
        var vectorsY = MemoryMarshal.Cast<TBits, Vector<TBits>>(y);
        var max = Vector<TBits>.Zero;
        for (var i = 0; i < vectorsX.Length && i < vectorsY.Length; i++)
        {
            var (rankX, rankY) = (Rank(vectorsX[i]), Rank(vectorsY[i]));
            max = Vector.Max(max, Vector.Max(rankX, rankY) - Vector.Min(rankX, rankY));
        }
        var result = max[0];
        for (var lane = 1; lane < Vector<TBits>.Count; lane++)
            result = TBits.Max(result, max[lane]);
        return ulong.CreateTruncating(result);
    }

    private static Vector<TBits> Rank<TBits>(Vector<TBits> bits) where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
    {
        var signBit = new Vector<TBits>(TBits.RotateRight(TBits.One, 1));
        return Vector.ConditionalSelect(Vector.GreaterThanOrEqual(bits, signBit), Vector<TBits>.Zero - bits, bits + signBit);
    }

    /// <summary>The position of a value among the representable ones; both zeros are at the sign bit, the middle of the range.</summary>
    private static TBits Rank<TBits>(TBits bits) where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
    {
        var signBit = TBits.RotateRight(TBits.One, 1);
        return bits >= signBit ? unchecked(TBits.Zero - bits) : bits + signBit;
    }
}
