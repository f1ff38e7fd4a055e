using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table;

/// <summary>
/// Expressions, found again by their values on the sample, up to a constant factor. Of those that are multiples of each other only
/// the one that was added first is kept: simpler ones are to be added before.
/// </summary>
/// <param name="sample">Where they are told apart.</param>
internal sealed class ExpressionTable(Sample sample)
{
    private const double Width = 1e-7;
    private static readonly double[] Weights = [.. Enumerable.Range(1, 64).Select(n => Math.Cos(n))];

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
        if (Fingerprint(entry.Values) is not { } key) return null;
        if (Find(entry.Values) is var (known, _)) return known;
        if (!buckets.TryGetValue(key, out var bucket)) buckets[key] = bucket = [];
        bucket.Add(entry);
        entries.Add(entry);
        return entry;
    }

    /// <summary>The expression of which these values are a multiple, and the constant factor; null where there is none.</summary>
    public (Entry Entry, double Factor)? Find(double[] values)
    {
        if (Fingerprint(values) is not { } key) return null;
        // What is rounded otherwise may lie just across the border.
        for (var near = key - 1; near <= key + 1; near++)
        {
            if (!buckets.TryGetValue(near, out var bucket)) continue;
            foreach (var entry in bucket)
            {
                if (Vectors.Multiple(values, entry.Values) is { } factor) return (entry, factor);
            }
        }

        return null;
    }

    // A weighted sum, of the values divided by their length: the same for all multiples, but for the sign, which is taken away.
    private static long? Fingerprint(double[] values)
    {
        var (sum, squares) = (0.0, 0.0);
        for (var n = 0; n < values.Length; n++)
        {
            sum += Weights[n % Weights.Length] * values[n];
            squares += values[n] * values[n];
        }

        return squares > 0 && double.IsFinite(squares) ? (long)Math.Floor(Math.Abs(sum) / Math.Sqrt(squares) / Width) : null;
    }
}
