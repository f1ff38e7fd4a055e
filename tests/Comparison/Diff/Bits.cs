using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diff;

/// <summary>Floating-point elements by their bits, of any of the four dtypes, right-aligned in a ulong.</summary>
internal static class Bits
{
    /// <summary>A new tensor of the given elements, row-major.</summary>
    public static Tensor Tensor(ScalarType dtype, long[] shape, params ReadOnlySpan<ulong> elements)
    {
        var tensor = empty(shape, dtype: dtype);
        for (var i = 0; i < elements.Length; i++)
            MemoryMarshal.AsBytes(elements.Slice(i, 1))[..Width(dtype)].CopyTo(tensor.bytes[(i * Width(dtype))..]);
        return tensor;
    }

    /// <summary>The bits of a number, rounded to the dtype (to bfloat16 by cutting off).</summary>
    public static ulong Of(ScalarType dtype, double value) => dtype switch
    {
        ScalarType.Float64 => BitConverter.DoubleToUInt64Bits(value),
        ScalarType.Float32 => BitConverter.SingleToUInt32Bits((float)value),
        ScalarType.Float16 => BitConverter.HalfToUInt16Bits((Half)value),
        _ => BitConverter.SingleToUInt32Bits((float)value) >> 16,
    };

    /// <summary>
    /// ±0, ±∞, the smallest and largest subnormal and normal numbers of both signs, and NaNs: quiet, signalling, negative.
    /// </summary>
    public static ulong[] Special(ScalarType dtype)
    {
        var (sign, infinity, quiet) = (1ul << (8 * Width(dtype) - 1), Infinity(dtype), Infinity(dtype) | (Infinity(dtype) >> 1));
        var smallestNormal = 1ul << Mantissa(dtype);
        ulong[] magnitudes = [0, 1, smallestNormal - 1, smallestNormal, infinity - 1, infinity, quiet | smallestNormal >> 1, infinity + 1];
        return [.. magnitudes, .. magnitudes.Select(bits => bits | sign)];
    }

    /// <summary>All the bits that an element has.</summary>
    public static ulong Mask(ScalarType dtype) => ulong.MaxValue >> (64 - 8 * Width(dtype));

    private static ulong Infinity(ScalarType dtype) => (Mask(dtype) >> 1) & ~((1ul << Mantissa(dtype)) - 1);

    private static int Mantissa(ScalarType dtype) => dtype switch
    {
        ScalarType.Float64 => 52,
        ScalarType.Float32 => 23,
        ScalarType.Float16 => 10,
        _ => 7,
    };

    private static int Width(ScalarType dtype) => dtype switch
    {
        ScalarType.Float64 => 8,
        ScalarType.Float32 => 4,
        _ => 2,
    };
}
