using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>
/// Compares two tensors in host memory, in one pass over it and without copying contiguous float32 and float64 tensors. Large ones are
/// measured in shares of one size, by as many threads as torch uses, and what these find is put together in index order: the same numbers,
/// however many there are.
/// </summary>
internal static class CpuPass
{
    /// <summary>Elements of a share: enough to be worth handing to another thread.</summary>
    private const long DefaultShare = 1 << 17;

    /// <summary>
    /// Elements that are widened at a time: so few that the copy stays in the second-level cache, and that torch makes it on the calling
    /// thread: several times faster than in parts of a million.
    /// </summary>
    private const long Widened = 1 << 15;

    /// <summary>Measures the pair.</summary>
    /// <param name="scratch">On the CPU, float32, float64, bfloat16 or float16, any strides.</param>
    /// <param name="autograd">The same shape, dtype and device.</param>
    /// <param name="tolerance">What is allowed.</param>
    /// <param name="worst">How many of the worst elements to keep.</param>
    /// <param name="share">How many elements a thread measures at a time.</param>
    public static Measurement Measure(
        Tensor scratch, Tensor autograd, Tolerance tolerance, int worst, long share = DefaultShare) => scratch.dtype switch
        {
            ScalarType.Float64 => Measure<double, ulong>(scratch, autograd, tolerance, worst, share),
            ScalarType.Float32 => Measure<float, uint>(scratch, autograd, tolerance, worst, share),
            _ => Measure<float, ushort>(scratch, autograd, tolerance, worst, share),
        };

    private static Measurement Measure<T, TBits>(Tensor scratch, Tensor autograd, Tolerance tolerance, int worst, long share)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
    {
        var count = scratch.numel();
        if (IsInOneSpan<TBits>(scratch, count) && IsInOneSpan<TBits>(autograd, count)) return InShares(scratch, autograd);
        using var scope = NewDisposeScope();
        return InShares(scratch.detach().contiguous().view(-1), autograd.detach().contiguous().view(-1));

        Measurement InShares(Tensor s, Tensor a)
        {
            var shares = new (Measurement Measurement, Largest<(long Start, int Length)> Worst)[Math.Max(1, (count + share - 1) / share)];
            if (shares.Length == 1) MeasureShare(0);
            else Parallel.For(0, shares.Length, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, MeasureShare);
            foreach (var (measurement, blocks) in shares.Skip(1))
            {
                shares[0].Measurement.Add(measurement);
                shares[0].Worst.OfferAll(blocks);
            }

            foreach (var (start, length) in shares[0].Worst.Items.OrderBy(block => block.Start))
            {
                Look<T, TBits>(
                    s, a, count, start, length, new SpanPass<T, TBits>(new(tolerance), shares[0].Measurement, shares[0].Worst).OfferWorst);
            }

            return shares[0].Measurement;

            void MeasureShare(int index)
            {
                shares[index] = (new Measurement(worst), new(worst));
                var pass = new SpanPass<T, TBits>(new Criterion<T>(tolerance), shares[index].Measurement, shares[index].Worst);
                Look<T, TBits>(s, a, count, index * share, Math.Min(share, count - index * share), pass.Add);
            }
        }
    }

    private delegate void See<T, TBits>(
        long start, ReadOnlySpan<T> s, ReadOnlySpan<T> a, ReadOnlySpan<TBits> bitsS, ReadOnlySpan<TBits> bitsA);

    // Shows the elements as they are stored and in working precision, where they lie if that is the same.
    private static void Look<T, TBits>(Tensor s, Tensor a, long count, long start, long length, See<T, TBits> see)
        where T : unmanaged
        where TBits : unmanaged
    {
        var isWidened = Marshal.SizeOf<T>() != Marshal.SizeOf<TBits>();
        if (!isWidened && IsInOneSpan<TBits>(s, count))
        {
            var range = new Range((int)start, (int)(start + length));
            see(start, Elements<T>(s)[range], Elements<T>(a)[range], Elements<TBits>(s)[range], Elements<TBits>(a)[range]);
            return;
        }

        var atOnce = isWidened ? Widened : length;
        for (var from = start; from < start + length; from += atOnce)
        {
            using var scope = NewDisposeScope();
            var many = Math.Min(atOnce, start + length - from);
            var (partS, partA) = (s.detach().view(-1).narrow(0, from, many), a.detach().view(-1).narrow(0, from, many));
            see(from, Values<T>(partS), Values<T>(partA), Elements<TBits>(partS), Elements<TBits>(partA));
        }
    }

    // A span's length is an int, also in bytes.
    private static bool IsInOneSpan<TBits>(Tensor tensor, long count) where TBits : unmanaged
        => tensor.is_contiguous() && count * Marshal.SizeOf<TBits>() <= int.MaxValue;

    /// <summary>The elements in working precision; the tensor behind them lives until the scope around the call ends.</summary>
    private static ReadOnlySpan<T> Values<T>(Tensor part) where T : unmanaged =>
        Elements<T>(part.dtype == ScalarType.Float64 ? part : part.to(ScalarType.Float32));

    private static ReadOnlySpan<TElement> Elements<TElement>(Tensor part) where TElement : unmanaged =>
        MemoryMarshal.Cast<byte, TElement>(part.bytes);
}
