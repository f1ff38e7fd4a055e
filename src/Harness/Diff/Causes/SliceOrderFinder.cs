using ScratchVsAutograd.Comparison.Diagnosis;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diff.Causes;

/// <summary>
/// Looks for an order of equal blocks along an axis, or of the axes it can be seen as, in which A is B. Candidates are tried on a few
/// columns of the largest elements, most fail at the first slice; the one that does not is held to the whole tensors.
/// </summary>
internal static class SliceOrderFinder
{
    private const int MostColumns = 32;

    // Of single slices more orders are found by their number than by their numbers.
    private const int MostBlocks = 2048;

    private const long MostSlices = 1 << 17;

    /// <summary>The order that A's slices have to be put into, and how well B then fits; null where none does.</summary>
    public static (SliceOrder Order, Fit Fit)? Find(Tensor a, Tensor b, ScalarType precision)
    {
        for (var axis = 0; axis < a.dim(); axis++)
        {
            if (b.shape[axis] is < 2 or > MostSlices || !Differs(b, axis)) continue;
            using var scope = NewDisposeScope();
            var slices = new Slices(a, b, axis, MostColumns, Fit.Bound(precision));
            foreach (var order in Candidates(slices).Take(8))
            {
                var freedom = order.Sizes.IsEmpty ? LogFactorial(order.Order.Length) : 10;
                if (slices.IsTold(order with { Axis = 0 }) && Fit.IsEvidence(slices.Telling, precision, freedom)
                    && Fit.Of(order.Apply(a), b, precision) is { } fit) return (order, fit);
            }
        }

        return null;
    }

    private static IEnumerable<SliceOrder> Candidates(Slices slices)
        => Blocks(slices, count => count <= 4).Concat(Views(slices)).Concat(Blocks(slices, count => count is > 4 and <= MostBlocks));

    // The fewest blocks that do.
    private static IEnumerable<SliceOrder> Blocks(Slices slices, Func<int, bool> isWanted)
        => from count in Enumerable.Range(2, (int)Math.Min(slices.Count, MostBlocks) - 1)
           where isWanted(count) && slices.Count % count == 0
           let order = slices.BlockOrder(count)
           where order is not null
           select new SliceOrder(slices.Axis, [], [.. order]);

    // B is (outer, first, second, inner) along the axis, A has the middle two the other way round.
    private static IEnumerable<SliceOrder> Views(Slices slices)
        => from outer in Divisors(slices.Count)
           from first in Divisors(slices.Count / outer)
           where first > 1
           from second in Divisors(slices.Count / outer / first)
           where second > 1
           let inner = slices.Count / outer / first / second
           where slices.IsSwapped(outer, first, second, inner)
           select View(slices.Axis, outer, second, first, inner);

    private static SliceOrder View(int axis, long outer, long first, long second, long inner)
    {
        (long Size, int From)[] axes = [(outer, 0), (first, 2), (second, 1), (inner, 3)];
        var kept = Enumerable.Range(0, 4).Where(place => axes[place].Size > 1).ToList();
        return new SliceOrder(axis, [.. kept.Select(place => axes[place].Size)], [.. kept.Select(place => kept.IndexOf(axes[place].From))]);
    }

    private static IEnumerable<long> Divisors(long count)
    {
        for (var divisor = 1L; divisor <= count; divisor++)
        {
            if (count % divisor == 0) yield return divisor;
        }
    }

    // Where all slices are alike, their order says nothing.
    private static bool Differs(Tensor b, int axis)
    {
        using var scope = NewDisposeScope();
        return Match.Largest(b.narrow(axis, 1, b.shape[axis] - 1) - b.narrow(axis, 0, b.shape[axis] - 1)) > 0;
    }

    private static double LogFactorial(int count) => Enumerable.Range(2, Math.Max(count - 1, 0)).Sum(number => Math.Log2(number));
}
