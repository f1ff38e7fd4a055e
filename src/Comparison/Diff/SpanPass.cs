using System.Numerics;
using ScratchVsAutograd.Comparison.Numerics;

namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>
/// Goes through elements in memory, in index order, block by block. Of a block of finite elements the <see cref="BlockAggregate{T,
/// TBits}"/>
/// says everything but indices; only where the maximum changes are the elements themselves looked at. Blocks that hold anything not finite,
/// and the few elements at the end that fill no vector, are measured one element at a time.
/// </summary>
/// <typeparam name="T">The working precision.</typeparam>
/// <typeparam name="TBits">The unsigned integer as wide as the dtype.</typeparam>
/// <param name="criterion">What is allowed.</param>
/// <param name="measurement">Takes the numbers.</param>
/// <param name="worst">
/// Takes the blocks, as start and length, whose worst element is out of tolerance: as many of these as worst elements are listed hold all
/// of them.
/// </param>
internal sealed class SpanPass<T, TBits>(Criterion<T> criterion, Measurement measurement, Largest<(long Start, int Length)> worst)
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
        // Half-width elements are as many to a vector as two vectors of the working precision have.
        var whole = s.Length - s.Length % Vector<TBits>.Count;
        for (var offset = 0; offset < whole; offset += BlockAggregate<T, TBits>.Length)
        {
            var block = new Range(offset, Math.Min(offset + BlockAggregate<T, TBits>.Length, whole));
            AddBlock(start + offset, s[block], a[block], bitsS[block], bitsA[block]);
        }

        AddElements(start + whole, s[whole..], a[whole..], bitsS[whole..], bitsA[whole..]);
    }

    private void AddBlock(long start, ReadOnlySpan<T> s, ReadOnlySpan<T> a, ReadOnlySpan<TBits> bitsS, ReadOnlySpan<TBits> bitsA)
    {
        var block = new BlockAggregate<T, TBits>(criterion, s, a, bitsS, bitsA);
        if (!block.AllFinite)
        {
            AddElements(start, s, a, bitsS, bitsA);
            return;
        }

        measurement.Add(block);
        if (measurement.RaisesMaxAbs(block.MaxAbs))
            measurement.AddMaxAbs(block.MaxAbs, start + IndexOfDifference(s, a, T.CreateTruncating(block.MaxAbs)));
        if (block.OutOfTolerance > 0) worst.Offer(block.Budget, (start, s.Length));
    }

    private static int IndexOfDifference(ReadOnlySpan<T> s, ReadOnlySpan<T> a, T difference)
    {
        var i = 0;
        while (T.Abs(s[i] - a[i]) != difference)
            i++;
        return i;
    }

    /// <summary>Offers those elements of a block that are out of tolerance to the list of the worst.</summary>
    public void OfferWorst(long start, ReadOnlySpan<T> s, ReadOnlySpan<T> a, ReadOnlySpan<TBits> bitsS, ReadOnlySpan<TBits> bitsA)
    {
        for (var i = 0; i < s.Length; i++)
        {
            if (criterion.IsClose(s[i], a[i]))
                continue;
            var budget = double.CreateTruncating(criterion.Budget(s[i], a[i]));
            if (!measurement.Worst.Admits(budget))
                continue;
            ulong? ulp = T.IsFinite(s[i]) && T.IsFinite(a[i]) ? Ulp.Distance(bitsS[i], bitsA[i]) : null;
            measurement.Worst.Offer(budget, new(start + i, double.CreateTruncating(s[i]), double.CreateTruncating(a[i]), budget, ulp));
        }
    }

    private void AddElements(long start, ReadOnlySpan<T> s, ReadOnlySpan<T> a, ReadOnlySpan<TBits> bitsS, ReadOnlySpan<TBits> bitsA)
    {
        if (s.IsEmpty) return;
        measurement.AddExact(bitsS.SequenceEqual(bitsA));
        var largest = -1.0;
        for (var i = 0; i < s.Length; i++)
        {
            AddElement(start + i, s[i], a[i], bitsS[i], bitsA[i]);
            if (!criterion.IsClose(s[i], a[i])) largest = Math.Max(largest, double.CreateTruncating(criterion.Budget(s[i], a[i])));
        }

        if (largest >= 0) worst.Offer(largest, (start, s.Length));
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
