namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table;

/// <summary>Values, found again from a · x + b for any a and b: by what is left of them without their mean, up to a factor.</summary>
internal sealed class AffineTable
{
    private readonly Dictionary<long, List<(Entry Entry, double[] Values)>> buckets = [];

    /// <summary>Those that are finite and have more than two different values, as any other two are some a · x + b.</summary>
    /// <param name="entries">What stands for them.</param>
    /// <param name="of">Makes the values of an entry's.</param>
    public AffineTable(IEnumerable<Entry> entries, Func<double, double> of)
    {
        foreach (var entry in entries)
        {
            var values = Array.ConvertAll(entry.Values, value => of(value));
            if (values.Distinct().Count() < 3 || Vectors.Fingerprint(Vectors.Centred(values)) is not { } key) continue;
            if (!buckets.TryGetValue(key, out var bucket)) buckets[key] = bucket = [];
            bucket.Add((entry, values));
        }
    }

    /// <summary>The entries of which they are an a · x + b, with a and b.</summary>
    public IEnumerable<(Entry Entry, double A, double B)> Find(double[] values)
    {
        if (!Array.TrueForAll(values, double.IsFinite) || Vectors.Fingerprint(Vectors.Centred(values)) is not { } key) yield break;
        double[] one = [.. values.Select(_ => 1.0)];
        foreach (var (entry, known) in Vectors.Near(key).SelectMany(near => buckets.GetValueOrDefault(near) ?? []))
        {
            if (Vectors.Combination(values, known, one) is var (a, b))
                yield return (entry, a, Math.Abs(b) <= Vectors.Rounding * Vectors.Largest(values) ? 0 : b);
        }
    }
}
