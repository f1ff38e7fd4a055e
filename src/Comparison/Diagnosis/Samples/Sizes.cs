namespace ScratchVsAutograd.Comparison.Diagnosis.Samples;

/// <summary>How long the axes of a large computation are in a sample of it.</summary>
/// <param name="drawn">For each size that is drawn from, how many are drawn.</param>
internal sealed class Sizes(IReadOnlyDictionary<long, long> drawn)
{
    // What is shorter is taken whole.
    private const long Large = 64;
    private const long Fewest = 12;
    private const long Most = 48;
    private const int MostTimes = 8;

    /// <summary>What can be drawn of a computation, the least first: some of every long axis, or of the inputs' rows only.</summary>
    /// <param name="leaves">Its leaves.</param>
    /// <param name="named">Every size that a tensor of its forward pass has.</param>
    public static IEnumerable<Sizes> Of(IReadOnlyList<Leaf> leaves, IEnumerable<long> named)
    {
        var own = leaves.SelectMany(leaf => leaf.Value.shape).Distinct().ToList();
        // A size that forward computes need not follow from those that are drawn.
        if (named.All(size => size == 1 || own.Contains(size)) && Drawn(own, own) is { } all) yield return all;
        var rows = leaves.Where(leaf => leaf.Role == LeafRole.Input && leaf.Value.dim() > 0).Select(leaf => leaf.Value.shape[0])
            .Distinct().ToList();
        if (Drawn(rows, own) is { } few) yield return few;
    }

    /// <summary>Whether there is anything to draw from.</summary>
    public bool IsSample => drawn.Count > 0;

    /// <summary>How many of a size are drawn.</summary>
    public long Of(long size) => drawn.GetValueOrDefault(size, size);

    private static Sizes? Drawn(IReadOnlyList<long> from, IReadOnlyList<long> all)
    {
        var drawn = new SortedDictionary<long, long>();
        foreach (var size in from.Where(size => size > Large).Order())
        {
            var taken = all.Select(other => drawn.GetValueOrDefault(other, other)).Where(other => other > 1).ToHashSet();
            drawn[size] = Multiple(size, drawn) ?? Divisor(size, taken) ?? Any(taken);
        }

        return drawn.Count > 0 && KeepsRelations(drawn, all) ? new Sizes(drawn) : null;
    }

    // Four gates of a hidden size stay four of them.
    private static long? Multiple(long size, SortedDictionary<long, long> drawn)
        => drawn.Reverse().Where(smaller => size % smaller.Key == 0 && size / smaller.Key <= MostTimes)
            .Select(smaller => (long?)(size / smaller.Key * smaller.Value)).FirstOrDefault();

    // What heads and groups divide is likelier to be a divisor.
    private static long? Divisor(long size, HashSet<long> taken)
    {
        for (var count = Fewest; count <= Most; count++)
        {
            if (size % count == 0 && !taken.Contains(count)) return count;
        }

        return null;
    }

    private static long Any(HashSet<long> taken)
    {
        var count = Fewest + 1;
        while (taken.Contains(count)) count++;
        return count;
    }

    // Sizes that are one another's sum or product may have to be; what torch says where they do not fit can end the process.
    private static bool KeepsRelations(SortedDictionary<long, long> drawn, IReadOnlyList<long> sizes)
    {
        foreach (var sum in drawn.Keys)
        {
            foreach (var first in sizes)
            {
                foreach (var second in sizes.Append(1))
                {
                    if (first + second == sum && Of(first) + Of(second) != Of(sum)) return false;
                    if (first > 1 && second > 1 && first * second == sum && Of(first) * Of(second) != Of(sum)) return false;
                }
            }
        }

        return drawn.Values.Distinct().Count() == drawn.Count
            && sizes.All(size => size == 1 || drawn.ContainsKey(size) || !drawn.ContainsValue(size));

        long Of(long size) => drawn.GetValueOrDefault(size, size);
    }
}
