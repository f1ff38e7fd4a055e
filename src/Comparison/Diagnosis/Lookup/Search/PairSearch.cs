using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Search;

/// <summary>
/// All a · x + b · y that are the target, for any constants a and b. Eliminating x at one element and y at another leaves one
/// comparison of two products a pair; only what passes is compared in full.
/// </summary>
/// <param name="entries">What x and y are chosen from.</param>
internal sealed class PairSearch(IReadOnlyList<Entry> entries)
{
    // By element, since three elements decide on nearly all pairs.
    private readonly double[][] columns =
        [.. Enumerable.Range(0, entries.Count == 0 ? 0 : entries[0].Values.Length)
            .Select(n => entries.Select(entry => entry.Values[n]).ToArray())];

    /// <summary>What x and y are chosen from.</summary>
    public IReadOnlyList<Entry> Entries => entries;

    /// <summary>Finds them.</summary>
    /// <param name="target">What the sum has to be.</param>
    /// <param name="budget">The search stops when it is spent.</param>
    public IEnumerable<(Entry X, double A, Entry Y, double B)> Of(double[] target, Budget budget)
    {
        var rest = new double[target.Length];
        for (var first = 0; first < entries.Count && !budget.IsSpent; first++)
        {
            var x = entries[first].Values;
            var pivot = IndexOfLargest(x);
            var ratio = target[pivot] / x[pivot];
            for (var n = 0; n < rest.Length; n++) rest[n] = target[n] - ratio * x[n];
            var second = IndexOfLargest(rest);
            if (Math.Abs(rest[second]) <= Vectors.Rounding * Vectors.Largest(target)) continue;
            var third = IndexOfLargest(rest, second);
            foreach (var other in Fitting(first, pivot, second, third, x, rest))
            {
                if (Vectors.Combination(target, x, entries[other].Values) is var (a, b))
                    yield return (entries[first], a, entries[other], b);
            }
        }
    }

    private List<int> Fitting(int first, int pivot, int second, int third, double[] x, double[] rest)
    {
        var fitting = new List<int>();
        var (atPivot, atSecond, atThird) = (columns[pivot], columns[second], columns[third]);
        var (xSecond, xThird) = (x[second] / x[pivot], x[third] / x[pivot]);
        var (restSecond, restThird) = (rest[second], rest[third]);
        for (var other = first + 1; other < atPivot.Length; other++)
        {
            var ySecond = atSecond[other] - atPivot[other] * xSecond;
            if (Math.Abs(ySecond) <= 1e-12 * Math.Abs(atSecond[other])) continue;
            var yThird = atThird[other] - atPivot[other] * xThird;
            var (left, right) = (ySecond * restThird, yThird * restSecond);
            if (Math.Abs(left - right) <= 1e-8 * (Math.Abs(left) + Math.Abs(right))) fitting.Add(other);
        }

        return fitting;
    }

    private static int IndexOfLargest(double[] values, int except = -1)
    {
        var found = except == 0 ? 1 : 0;
        for (var n = 0; n < values.Length; n++)
        {
            if (n != except && Math.Abs(values[n]) > Math.Abs(values[found])) found = n;
        }

        return found;
    }
}
