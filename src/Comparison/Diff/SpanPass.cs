using System.Numerics;
using ScratchVsAutograd.Comparison.Numerics;

namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>
/// Goes through elements in memory, in index order, block by block. Of a block of finite elements the <see cref="BlockAggregate{T}"/>
/// says nearly everything; only where the maximum or the worst elements change are the elements themselves looked at. Blocks that hold
/// anything not finite, and the incomplete one at the end, are measured one element at a time.
/// </summary>
/// <typeparam name="T">The working precision.</typeparam>
/// <typeparam name="TBits">The unsigned integer as wide as the dtype.</typeparam>
/// <param name="criterion">What is allowed.</param>
/// <param name="measurement">Takes the numbers.</param>
internal sealed class SpanPass<T, TBits>(Criterion<T> criterion, Measurement measurement)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
{
    /// <summary>Adds a run of elements.</summary>
    /// <param name="start">The index of the first one.</param>
    /// <param name="s">The hand-written ones in working precision.</param>
    /// <param name="a">Autograd's.</param>
    /// <param name="bitsS">The hand-written ones as they are stored.</param>
    /// <param name="bitsA">Autograd's.</param>
    public void Add(long start, ReadOnlySpan<T> s, ReadOnlySpan<T> a, ReadOnlySpan<TBits> bitsS, ReadOnlySpan<TBits> bitsA)
    {
        for (var offset = 0; offset < s.Length; offset += BlockAggregate<T>.Length)
        {
            var block = new Range(offset, Math.Min(offset + BlockAggregate<T>.Length, s.Length));
            AddBlock(start + offset, s[block], a[block], bitsS[block], bitsA[block]);
        }
    }

    private void AddBlock(long start, ReadOnlySpan<T> s, ReadOnlySpan<T> a, ReadOnlySpan<TBits> bitsS, ReadOnlySpan<TBits> bitsA)
    {
        var exact = bitsS.SequenceEqual(bitsA);
        measurement.AddExact(exact);
        if (s.Length == BlockAggregate<T>.Length && new BlockAggregate<T>(criterion, s, a) is { AllFinite: true } block)
        {
            measurement.Add(block);
            if (!exact)
                measurement.AddMaxUlp(Ulp.MaxDistance(bitsS, bitsA));
            if (measurement.RaisesMaxAbs(block.MaxAbs))
                measurement.AddMaxAbs(block.MaxAbs, start + IndexOfDifference(s, a, T.CreateTruncating(block.MaxAbs)));
            if (block.OutOfTolerance > 0 && measurement.Worst.Admits(block.Budget))
                OfferWorst(start, s, a, bitsS, bitsA);
            return;
        }
        for (var i = 0; i < s.Length; i++)
            AddElement(start + i, s[i], a[i], bitsS[i], bitsA[i]);
        if (measurement.Worst.Admits(double.PositiveInfinity))
            OfferWorst(start, s, a, bitsS, bitsA);
    }

    private static int IndexOfDifference(ReadOnlySpan<T> s, ReadOnlySpan<T> a, T difference)
    {
        var i = 0;
        while (T.Abs(s[i] - a[i]) != difference)
            i++;
        return i;
    }

    private void OfferWorst(long start, ReadOnlySpan<T> s, ReadOnlySpan<T> a, ReadOnlySpan<TBits> bitsS, ReadOnlySpan<TBits> bitsA)
    {
        for (var i = 0; i < s.Length; i++)
        {
            if (criterion.IsClose(s[i], a[i]))
                continue;
            var budget = double.CreateTruncating(criterion.Budget(s[i], a[i]));
            if (!measurement.Worst.Admits(budget))
                continue;
            ulong? ulp = T.IsFinite(s[i]) && T.IsFinite(a[i]) ? Ulp.Distance(bitsS[i], bitsA[i]) : null;
            measurement.Worst.Offer(new(start + i, double.CreateTruncating(s[i]), double.CreateTruncating(a[i]), budget, ulp));
        }
    }

    private void AddElement(long index, T s, T a, TBits bitsS, TBits bitsA)
    {
        measurement.Scratch.Add(s);
        measurement.Autograd.Add(a);
        measurement.AddZeroPasses(criterion.IsClose(T.Zero, a));
        measurement.AddOut(criterion.IsClose(s, a) ? 0 : 1);
        measurement.AddBudget(double.CreateTruncating(criterion.Budget(s, a)));
        if (!T.IsFinite(a))
            return;
        measurement.AddSensitivity(double.CreateTruncating(criterion.Allowed(a)));
        if (!T.IsFinite(s))
            return;
        var difference = T.Abs(s - a);
        measurement.AddMaxAbs(double.CreateTruncating(difference), index);
        measurement.AddMaxUlp(Ulp.Distance(bitsS, bitsA));
        if (difference > T.Zero)
            measurement.AddMaxRel(double.CreateTruncating(difference / T.Abs(a)));
    }
}
