using System.Numerics;
using System.Runtime.InteropServices;
using ScratchVsAutograd.Comparison.Numerics;

namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>
/// What vector instructions find out about one block of elements: everything that needs no index, the same numbers as
/// <see cref="Criterion{T}"/> gives one by one. They hold only where <see cref="AllFinite"/>.
/// </summary>
/// <typeparam name="T">The working precision.</typeparam>
/// <typeparam name="TBits">The unsigned integer as wide as the dtype.</typeparam>
internal readonly struct BlockAggregate<T, TBits>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
{
    /// <summary>
    /// How many elements a block has at most: enough to make the few operations a block needs on top unnoticeable, and few enough for both
    /// sides to stay in the first-level cache while one of them is looked for.
    /// </summary>
    public const int Length = 1024;

    private readonly int count;

    /// <summary>Measures one block.</summary>
    /// <param name="criterion">What is allowed.</param>
    /// <param name="s">The hand-written elements, as many as fill whole vectors.</param>
    /// <param name="a">Autograd's.</param>
    /// <param name="bitsS">The hand-written ones as they are stored.</param>
    /// <param name="bitsA">Autograd's.</param>
    public BlockAggregate(
        Criterion<T> criterion, ReadOnlySpan<T> s, ReadOnlySpan<T> a, ReadOnlySpan<TBits> bitsS, ReadOnlySpan<TBits> bitsA)
    {
        count = s.Length;
        var vectorsS = MemoryMarshal.Cast<T, Vector<T>>(s);
        var vectorsA = MemoryMarshal.Cast<T, Vector<T>>(a)[..vectorsS.Length];
        var (relative, absolute) = (new Vector<T>(criterion.Relative), new Vector<T>(criterion.Absolute));
        var (finite, zeroPasses) = (Vector<T>.AllBitsSet, Vector<T>.AllBitsSet);
        Vector<T> maxAbs = default, maxRel = default, budget = default, sensitivity = default, inside = default;
        Vector<T> negativeS = default, zeroS = default, negativeA = default, zeroA = default;
        for (var i = 0; i < vectorsS.Length; i++)
        {
            var (scratch, autograd) = (vectorsS[i], vectorsA[i]);
            var difference = Vector.Abs(scratch - autograd);
            var magnitude = Vector.Abs(autograd);
            var allowed = absolute + relative * magnitude;
            var differs = Vector.GreaterThan(difference, Vector<T>.Zero);

            finite &= Vector.LessThanOrEqual(difference, new Vector<T>(T.MaxValue));
            zeroPasses &= Vector.LessThanOrEqual(magnitude, allowed);
            inside += One(Vector.LessThanOrEqual(difference, allowed));
            maxAbs = Vector.MaxNative(maxAbs, difference);
            maxRel = Vector.MaxNative(maxRel, differs & (difference / magnitude));
            budget = Vector.MaxNative(budget, differs & (difference / allowed));
            sensitivity = Vector.MaxNative(sensitivity, allowed);

            negativeS += One(Vector.LessThan(scratch, Vector<T>.Zero));
            zeroS += One(Vector.Equals(scratch, Vector<T>.Zero));
            negativeA += One(Vector.LessThan(autograd, Vector<T>.Zero));
            zeroA += One(Vector.Equals(autograd, Vector<T>.Zero));
        }

        AllFinite = Vector.EqualsAll(finite.As<T, byte>(), Vector<byte>.AllBitsSet);
        ZeroPasses = Vector.EqualsAll(zeroPasses.As<T, byte>(), Vector<byte>.AllBitsSet);
        OutOfTolerance = count - Count(inside);
        (MaxAbs, MaxRel, Budget, Sensitivity) = (Max(maxAbs), Max(maxRel), Max(budget), Max(sensitivity));
        (Scratch, Autograd) = (CensusOf(negativeS, zeroS), CensusOf(negativeA, zeroA));
        Exact = bitsS.SequenceEqual(bitsA);
        MaxUlp = Exact ? 0 : Ulp.MaxDistance(bitsS, bitsA);
    }

    /// <summary>Whether every difference is finite, and with it every element.</summary>
    public bool AllFinite { get; }

    /// <summary>Whether zeros instead of the hand-written elements would have passed.</summary>
    public bool ZeroPasses { get; }

    /// <summary>How many elements are out of tolerance.</summary>
    public long OutOfTolerance { get; }

    /// <summary>Whether the bits are the same.</summary>
    public bool Exact { get; }

    /// <summary>The largest distance in representable numbers.</summary>
    public ulong MaxUlp { get; }

    /// <summary>max |s − a|.</summary>
    public double MaxAbs { get; }

    /// <summary>max |s − a| / |a|, where they differ.</summary>
    public double MaxRel { get; }

    /// <summary>max |s − a| / (atol + rtol·|a|), where they differ.</summary>
    public double Budget { get; }

    /// <summary>max (atol + rtol·|a|).</summary>
    public double Sensitivity { get; }

    /// <summary>What kinds of numbers the hand-written elements are.</summary>
    public Census Scratch { get; }

    /// <summary>What kinds of numbers autograd's elements are.</summary>
    public Census Autograd { get; }

    /// <summary>1 where a comparison held, 0 elsewhere.</summary>
    private static Vector<T> One(Vector<T> mask) => mask & Vector<T>.One;

    private static long Count(Vector<T> ones) => long.CreateTruncating(Vector.Sum(ones));

    private static double Max(Vector<T> values)
    {
        var max = values[0];
        for (var lane = 1; lane < Vector<T>.Count; lane++)
            max = T.Max(max, values[lane]);
        return double.CreateTruncating(max);
    }

    private Census CensusOf(Vector<T> negative, Vector<T> zero) =>
        new(0, Count(negative), Count(zero), count - Count(negative) - Count(zero), 0, 0);
}
