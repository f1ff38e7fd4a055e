namespace ScratchVsAutograd.Harness.Compare.Print;

/// <summary>The part of a tensor that is printed.</summary>
/// <param name="Slice">The part.</param>
/// <param name="Reason">Why this part, after its name; empty where it was asked for.</param>
internal sealed record SideBySidePart(TensorSlice Slice, string Reason)
{
    private const int WindowRows = 9;

    // A column takes at least this many characters: a digit and a space in each of three blocks.
    private const int NarrowestColumn = 6;

    /// <summary>As many columns as fit around the worst element, the largest difference or, without one, the origin.</summary>
    /// <param name="pair">What is printed.</param>
    /// <param name="diff">How the two differ, where they can be compared.</param>
    /// <param name="width">How long lines may be.</param>
    public static SideBySidePart Window(SideBySidePair pair, TensorDiff? diff, int width)
    {
        var (focus, reason) = Focus(pair, diff);
        var fitting = Enumerable.Range(1, Math.Max(1, width / NarrowestColumn)).Reverse()
            .Select(columns => Around(pair, focus, WindowRows, columns))
            .FirstOrDefault(slice => FitsIn(width, pair, slice));
        return new(fitting ?? Around(pair, focus, WindowRows, 1), reason);
    }

    /// <summary>
    /// What is nearest to the worst element, the largest difference or, without one, the origin: as many rows as columns, and
    /// whole pages before further ones.
    /// </summary>
    /// <param name="pair">What is printed; it has elements.</param>
    /// <param name="diff">How the two differ, where they can be compared.</param>
    /// <param name="limit">How many elements there are at most.</param>
    public static SideBySidePart Cut(SideBySidePair pair, TensorDiff? diff, long limit)
    {
        var (focus, reason) = Focus(pair, diff);
        var index = TensorIndex.Unravel(focus, pair.Shape);
        var whole = TensorSlice.Whole(pair.Shape);
        var axes = whole.Axes.ToBuilder();
        for (var axis = axes.Count - 1; axis >= 0; axis--)
        {
            axes[axis] = axes[axis].Around(index[axis], axis == whole.ColumnAxis ? Columns(whole, limit) : limit);
            limit /= axes[axis].Count;
        }
        return new(new TensorSlice(axes.ToImmutable()), reason);
    }

    // A square's, or more where there are fewer rows than a square has.
    private static long Columns(TensorSlice whole, long limit) =>
        Math.Max((long)Math.Sqrt(limit), limit / whole.Axes[whole.RowAxis!.Value].Count);

    private static (long Element, string Reason) Focus(SideBySidePair pair, TensorDiff? diff)
    {
        if (!pair.IsComplete || diff is not { Comparable: true })
            return (0, "");
        if (diff.Worst is [var worst, ..])
            return (worst.Index, FormattableString.Invariant($"around {At(worst.Index)}, the worst element (budget {worst.Budget:g3})"));
        return diff is { MaxAbsIndex: { } element, MaxAbs: > 0 }
            ? (element, FormattableString.Invariant($"around {At(element)}, the largest difference ({diff.MaxAbs:g3})"))
            : (0, "from the origin: no two numbers differ");

        string At(long index) => TensorIndex.Bracketed(TensorIndex.Unravel(index, pair.Shape));
    }

    private static TensorSlice Around(SideBySidePair pair, long focus, long rows, long columns) => pair.Shape.Contains(0)
        ? TensorSlice.Whole(pair.Shape)
        : TensorSlice.Around(pair.Shape, TensorIndex.Unravel(focus, pair.Shape), rows, columns);

    private static bool FitsIn(int width, SideBySidePair pair, TensorSlice slice)
    {
        TensorPage[] pages = [.. slice.Pages(pair.Shape)];
        return slice.Count == 0 || pages.All(page => new SideBySideTable(page, pair.Blocks(pages)).FitsIn(width));
    }
}
