namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table;

/// <summary>The axes along which a space can be summed.</summary>
internal static class LineMaps
{
    private const int Most = 5;

    /// <summary>
    /// Within the space: one axis, all but one, two of four, or all; for each axis itself, or −1 where it is summed over.
    /// </summary>
    public static IEnumerable<int[]> Of(long[] space)
    {
        var long_ = Enumerable.Range(0, space.Length).Where(axis => space[axis] > 1).ToArray();
        if (space.Length > Most) return [];
        var one = long_.Select(axis => (int[])[axis]);
        var rest = long_.Length > 2 ? long_.Select(axis => long_.Where(other => other != axis).ToArray()) : [];
        var pairs = long_.Length == 4 ? long_.SelectMany(
            first => long_.Where(other => other > first).Select(other => (int[])[first, other])).Reverse() : [];
        return one.Concat(rest).Concat(pairs).Append(long_).Where(axes => axes.Length > 0).DistinctBy(axes => string.Join(',', axes))
            .Select(axes => Enumerable.Range(0, space.Length).Select(axis => axes.Contains(axis) ? -1 : axis).ToArray());
    }

    /// <summary>From one space to one number for each place along an axis of another, which is as long.</summary>
    public static IEnumerable<int[]> Rows(long[] larger, long[] space)
        => larger.Length > Most || space.Length < 2 ? []
            : from axis in Enumerable.Range(0, larger.Length)
              where larger[axis] > 1
              from row in Enumerable.Range(0, space.Length)
              where space[row] == larger[axis]
              select Enumerable.Range(0, larger.Length).Select(other => other == axis ? row : -1).ToArray();

    /// <summary>From a larger space down to a smaller one, whose axes are some of its own in their order.</summary>
    public static IEnumerable<int[]> Down(long[] from, long[] to)
    {
        if (from.Length > Most) return [];
        // Axes of size 1 have no counterpart.
        var kept = Enumerable.Range(0, to.Length).Where(axis => to[axis] > 1).ToArray();
        return Enumerable.Range(0, 1 << from.Length)
            .Select(bits => Enumerable.Range(0, from.Length).Where(axis => (bits >> axis & 1) == 1).ToArray())
            .Where(axes => axes.Length == kept.Length && axes.Length < from.Length
                && axes.Zip(kept).All(pair => from[pair.First] == to[pair.Second]))
            .Select(
                axes => Enumerable.Range(0, from.Length).Select(axis => Array.IndexOf(axes, axis) is var at && at >= 0 ? kept[at] : -1)
                    .ToArray());
    }
}
