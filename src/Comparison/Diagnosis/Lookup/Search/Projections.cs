using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Search;

/// <summary>
/// What normalizations and softmax send back, with any of its terms missing, doubled or along another axis:
/// c ∘ (g − mean(g) − mean(g ∘ h) ∘ h). Three constants are solved for at once, so that it is found long before all sums of three are.
/// </summary>
internal sealed class Projections
{
    private const int MostGradients = 3;
    // Times the ways to sum: of four axes there are five times as many as of two.
    private const int MostProjections = 60;
    private const int MostProducts = 192;
    private const long LongestLine = 4096;
    private const double Nothing = 1e-8;

    private readonly List<(Entry Gradient, List<Entry> Means, List<Entry> Along)> forms = [];
    private readonly List<Entry> common;
    private readonly Budget budget;

    /// <summary>Evaluates the terms.</summary>
    /// <param name="sample">Where.</param>
    /// <param name="gradients">What g may be.</param>
    /// <param name="directions">What h may be.</param>
    /// <param name="common">What c may be.</param>
    /// <param name="space">The shape of the gradient.</param>
    /// <param name="budget">It stops at what it has when that is spent.</param>
    public Projections(
        Sample sample, IEnumerable<Entry> gradients, IEnumerable<Entry> directions, IEnumerable<Entry> common, long[] space, Budget budget)
    {
        this.budget = budget;
        var one = new One();
        var lines = LineMaps.Of(space).Where(
            axes => axes.Zip(space).Where(axis => axis.First < 0).Aggregate(1L, (product, axis) => product * axis.Second) <= LongestLine)
            .ToList();
        this.common = [.. common.Where(entry => entry.IsDivisor).Take(MostProducts / Math.Max(lines.Count, 1))];
        var along = directions.Where(entry => entry.Expression is not One && !entry.IsMask)
            .Take(MostProjections / Math.Max(lines.Count, 1)).ToList();
        foreach (var gradient in gradients.Take(MostGradients).TakeWhile(_ => !budget.IsSpent))
        {
            List<Entry> means = [], projections = [];
            foreach (var axes in lines)
            {
                Add(means, new Along(Statistic.Sum, gradient.Expression, space, axes));
                foreach (var direction in along)
                {
                    var sum = new Along(Statistic.Sum, new Times(gradient.Expression, direction.Expression), space, axes);
                    Add(projections, new Times(sum, direction.Expression));
                }
            }

            forms.Add((gradient, means, projections));
        }

        void Add(List<Entry> to, Expression expression)
        {
            if (sample.Values(expression) is { } values && Vectors.Largest(values) > 0) to.Add(new(expression, values));
        }
    }

    /// <summary>Those that have the target's values.</summary>
    public IEnumerable<Formula> Of(double[] target)
    {
        foreach (var factor in common.TakeWhile(_ => !budget.IsSpent))
        {
            var rest = factor.Expression is One ? target : Vectors.Over(target, factor.Values);
            foreach (var (gradient, means, along) in forms)
            {
                foreach (var projection in along)
                {
                    foreach (var mean in means)
                    {
                        if (Fitted(rest, [gradient, mean, projection]) is { } terms)
                            yield return new Formula(terms, factor.Expression is One ? null : factor.Expression);
                    }
                }
            }
        }
    }

    private static List<Term>? Fitted(double[] target, Entry[] entries)
    {
        if (Vectors.Combination(target, entries[0].Values, entries[1].Values, entries[2].Values) is not { } factors) return null;
        var largest = Vectors.Largest(target);
        List<Term> terms = [.. entries.Zip(factors)
            .Where(term => Math.Abs(term.Second) * Vectors.Largest(term.First.Values) > Nothing * largest)
            .Select(term => Term.Of(term.Second, term.First.Expression))];
        return terms.Count > 1 && terms.TrueForAll(term => term.Factor.IsWritten) ? terms : null;
    }
}
