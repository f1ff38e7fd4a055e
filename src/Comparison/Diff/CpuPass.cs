using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>Compares two tensors in host memory, in one pass over it and without copying contiguous float32 and float64 tensors.</summary>
internal static class CpuPass
{
    /// <summary>
    /// Elements taken at a time: so few that a span, whose length is an int, holds their bytes, that a widened copy of them stays
    /// in the second-level cache, and that torch makes it on the calling thread: several times faster than in parts of a million.
    /// </summary>
    private const long DefaultPartLength = 1 << 15;

    /// <summary>Measures the pair.</summary>
    /// <param name="scratch">On the CPU, float32, float64, bfloat16 or float16, any strides.</param>
    /// <param name="autograd">The same shape, dtype and device.</param>
    /// <param name="tolerance">What is allowed.</param>
    /// <param name="worst">How many of the worst elements to keep.</param>
    /// <param name="partLength">How many elements are taken at a time.</param>
    public static Measurement Measure(
        Tensor scratch, Tensor autograd, Tolerance tolerance, int worst, long partLength = DefaultPartLength) => scratch.dtype switch
        {
            ScalarType.Float64 => Measure<double, ulong>(scratch, autograd, tolerance, worst, partLength),
            ScalarType.Float32 => Measure<float, uint>(scratch, autograd, tolerance, worst, partLength),
            _ => Measure<float, ushort>(scratch, autograd, tolerance, worst, partLength),
        };

    private static Measurement Measure<T, TBits>(Tensor scratch, Tensor autograd, Tolerance tolerance, int worst, long partLength)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
    {
        using var scope = NewDisposeScope();
        var (flatS, flatA) = (scratch.detach().contiguous().view(-1), autograd.detach().contiguous().view(-1));
        var measurement = new Measurement(worst);
        var pass = new SpanPass<T, TBits>(new Criterion<T>(tolerance), measurement);
        for (var start = 0L; start < flatS.shape[0]; start += partLength)
        {
            using var partScope = NewDisposeScope();
            var length = Math.Min(partLength, flatS.shape[0] - start);
            var (s, a) = (flatS.narrow(0, start, length), flatA.narrow(0, start, length));
            pass.Add(start, Values<T>(s), Values<T>(a), Elements<TBits>(s), Elements<TBits>(a));
        }
        return measurement;
    }

    /// <summary>The elements in working precision; the tensor behind them lives until the scope around the call ends.</summary>
    private static ReadOnlySpan<T> Values<T>(Tensor part) where T : unmanaged =>
        Elements<T>(part.dtype == ScalarType.Float64 ? part : part.to(ScalarType.Float32));

    private static ReadOnlySpan<TElement> Elements<TElement>(Tensor part) where TElement : unmanaged =>
        MemoryMarshal.Cast<byte, TElement>(part.bytes);
}
