using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table;

/// <summary>
/// Expressions, found again by their values on the sample, up to a constant factor. Of those that are multiples of each other only
/// the one that was added first is kept: simpler ones are to be added before.
/// </summary>
/// <param name="sample">Where they are told apart.</param>
internal sealed class ExpressionTable(Sample sample)
{
    private readonly Dictionary<long, List<Entry>> buckets = [];
    private readonly List<Entry> entries = [];

    /// <summary>All of them, in the order in which they were added.</summary>
    public IReadOnlyList<Entry> Entries => entries;

    /// <summary>Adds an expression, where it has values; one that is a multiple of another is left out.</summary>
    /// <returns>Its entry, or that of which it is a multiple; null where it has no values, or only zeros.</returns>
    public Entry? Add(Expression expression)
        => sample.Values(expression) is { } values ? Add(new Entry(expression, values)) : null;

    /// <summary>The same for values that are known.</summary>
    public Entry? Add(Entry entry)
    {
        if (Vectors.Fingerprint(entry.Values) is not { } key) return null;
        if (Find(entry.Values) is var (known, _)) return known;
        if (!buckets.TryGetValue(key, out var bucket)) buckets[key] = bucket = [];
        bucket.Add(entry);
        entries.Add(entry);
        return entry;
    }

    /// <summary>The expression of which these values are a multiple, and the constant factor; null where there is none.</summary>
    public (Entry Entry, double Factor)? Find(double[] values)
    {
        if (Vectors.Fingerprint(values) is not { } key) return null;
        foreach (var near in Vectors.Near(key))
        {
            if (!buckets.TryGetValue(near, out var bucket)) continue;
            foreach (var entry in bucket)
            {
                if (Vectors.Multiple(values, entry.Values) is { } factor) return (entry, factor);
            }
        }

        return null;
    }
}
