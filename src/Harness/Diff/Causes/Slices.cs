using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diff.Causes;

/// <summary>The slices of two tensors along an axis, a few columns of each: those where B's elements are largest.</summary>
internal sealed class Slices
{
    private readonly double[] a;
    private readonly double[] b;
    private readonly int columns;
    private readonly double bound;
    private readonly double floor;

    /// <summary>Takes the columns.</summary>
    /// <param name="a">The tensor that is judged.</param>
    /// <param name="b">The reference, of the same shape.</param>
    /// <param name="axis">Along which the slices are.</param>
    /// <param name="most">How many columns at the most.</param>
    /// <param name="bound">How far two elements may differ, relative to the larger one.</param>
    public Slices(Tensor a, Tensor b, int axis, int most, double bound)
    {
        (Axis, Count, this.bound) = (axis, b.shape[axis], bound);
        var (rowsA, rowsB) = (a.movedim([axis], [0]).reshape(Count, -1), b.movedim([axis], [0]).reshape(Count, -1));
        columns = (int)Math.Min(most, rowsB.shape[1]);
        var largest = rowsB.abs().amax([0L]).to(ScalarType.Float64).topk(columns).indexes;
        this.a = rowsA.index_select(1, largest).to(ScalarType.Float64).contiguous().data<double>().ToArray();
        this.b = rowsB.index_select(1, largest).to(ScalarType.Float64).contiguous().data<double>().ToArray();
        floor = 0.01 * this.b.Max(Math.Abs);
        Telling = CountTelling();
    }

    /// <summary>Along which they are.</summary>
    public int Axis { get; }

    /// <summary>How many there are.</summary>
    public long Count { get; }

    /// <summary>How many of B's elements can be told from each other, and from zero.</summary>
    public long Telling { get; }

    /// <summary>
    /// Which block of A each block of B is, where every one is some; null where that is not so, or they are in order already.
    /// </summary>
    public int[]? BlockOrder(int blocks)
    {
        var length = Count / blocks;
        var order = new int[blocks];
        var taken = new bool[blocks];
        var isMoved = false;
        for (var block = 0; block < blocks; block++)
        {
            // Its own place first: of blocks that are alike, none has to move.
            var found = !taken[block] && AreBlocksEqual(block, block)
                ? block
                : Array.FindIndex(taken, isTaken => !isTaken);
            while (found >= 0 && found < blocks && (taken[found] || !AreBlocksEqual(found, block))) found++;
            if (found < 0 || found >= blocks) return null;
            (order[block], taken[found]) = (found, true);
            isMoved |= found != block;
        }

        return isMoved ? order : null;

        bool AreBlocksEqual(int ofA, int ofB) => AreEqual(ofA * length, ofB * length, length);
    }

    /// <summary>Whether A's slices are B's, seen as four axes, with the middle two the other way round.</summary>
    public bool IsSwapped(long outer, long first, long second, long inner)
    {
        for (var slice = 0L; slice < Count; slice++)
        {
            var (block, within) = Math.DivRem(slice, first * second * inner);
            var (ofFirst, rest) = Math.DivRem(within, second * inner);
            var (ofSecond, last) = Math.DivRem(rest, inner);
            if (!AreEqual(((block * second + ofSecond) * first + ofFirst) * inner + last, slice, 1)) return false;
        }

        return outer * first * second * inner == Count;
    }

    /// <summary>Whether most of the slices that an order moves are more than zeros; of zeros, any order is one.</summary>
    /// <param name="order">Applied to the numbers of the slices.</param>
    public bool IsTold(SliceOrder order)
    {
        using var scope = NewDisposeScope();
        var from = order.Apply(arange(Count, dtype: ScalarType.Int64)).data<long>().ToArray();
        var moved = Enumerable.Range(0, (int)Count).Where(slice => from[slice] != slice).ToList();
        return 2 * moved.Count(slice => Enumerable.Range(slice * columns, columns).Any(place => Math.Abs(b[place]) > floor)) >= moved.Count;
    }

    private bool AreEqual(long sliceOfA, long sliceOfB, long length)
    {
        var (from, to) = (sliceOfA * columns, sliceOfB * columns);
        for (var i = 0L; i < length * columns; i++)
        {
            var (x, y) = (a[from + i], b[to + i]);
            if (!(Math.Abs(x - y) <= bound * (Math.Abs(y) + floor))) return false;
        }

        return true;
    }

    private long CountTelling()
    {
        var sorted = b.Select(Math.Abs).Where(element => element > floor).Order().ToArray();
        var different = sorted.Zip(sorted.Skip(1)).Count(pair => pair.Second - pair.First > bound * pair.Second) + 1;
        // Few magnitudes among many elements, such as counts, are met by chance.
        return different < 4 ? 0 : Math.Min(sorted.Length, 16L * different);
    }
}
