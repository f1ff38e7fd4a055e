using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Search;

/// <summary>
/// Formulas that have the target's values on the sample, in stages: an entry; a product of two or three; sums of two or three of these,
/// with a factor in common or without. In time linear in the table but for the sums, which cost an operation or two a pair.
/// </summary>
/// <param name="terms">What each term of the formula contains one of.</param>
/// <param name="factors">What it can be multiplied by.</param>
/// <param name="main">The factors that products of three and sums are tried with.</param>
/// <param name="budget">The search stops when it is spent.</param>
internal sealed class FormulaSearch(IReadOnlyList<Entry> terms, ExpressionTable factors, IReadOnlyList<Entry> main, Budget budget)
{
    private const int MostInSums = 1600;
    private const int MostCommon = 80;
    private const int MostMasked = 200;
    private const int MostStatistics = 24;
    private const int MostInCommon = 300;
    private const int MostNames = 12;
    private const int MostShaped = 16;

    private readonly Lazy<PairSearch> many = new(() => new PairSearch(Summands(terms, main, MostInSums, 30, main.Count)));
    private readonly Lazy<AffineTable> arguments = new(() => new AffineTable(factors.Entries, value => value));
    private readonly Lazy<AffineTable> logarithms = new(
        () => new AffineTable(factors.Entries.Where(entry => entry.Values.All(value => value > 0)), Math.Log));

    private readonly Lazy<PairSearch> few = new(() => new PairSearch(Summands([.. terms.OrderBy(Rarity)], main, MostInCommon, 24, 8)));

    /// <summary>Terms that belong together.</summary>
    public IReadOnlyList<(Entry First, Entry Second)> Likely { get; init; } = [];

    /// <summary>What normalizations send back; null where none is sought.</summary>
    public Projections? Projections { get; init; }

    /// <summary>Entries and products that fit, the simplest of a stage first; this costs next to nothing.</summary>
    public IEnumerable<Formula> Products(double[] target) => Staged(target, [Entries, ProductsOfTwo, Masked, Shaped, ProductsOfThree]);

    /// <summary>Sums that fit, the simplest of a stage first.</summary>
    public IEnumerable<Formula> Sums(double[] target)
        => Staged(target, [LikelyPairs, Normalized, SumsOfNames, SumsOfTwo, SumsWithAFactor, SumsOfThree]);

    /// <summary>What fits with that factor in front.</summary>
    public IEnumerable<Formula> Within(double[] target, Entry common)
    {
        var rest = Vectors.Over(target, common.Values);
        return Entries(rest).Concat(ProductsOfTwo(rest)).Select(formula => formula with { Common = common.Expression })
            .Concat(Pairs(rest, few.Value, common.Expression)).Concat(Thirds(rest, common.Expression)).Take(8);
    }

    private IEnumerable<Formula> Staged(double[] target, Func<double[], IEnumerable<Formula>>[] stages)
        => stages.TakeWhile(_ => !budget.IsSpent).SelectMany(stage => stage(target).OrderBy(formula => formula.Complexity).Take(8));

    private static Formula Single(double factor, Expression expression) => new([Term.Of(factor, expression)]);

    private IEnumerable<Formula> Entries(double[] target)
        => from term in terms
           let factor = Vectors.Multiple(target, term.Values)
           where factor is not null
           select Single(factor.Value, term.Expression);

    private IEnumerable<Formula> ProductsOfTwo(double[] target)
        => from term in terms
           where term.IsDivisor
           let factor = factors.Find(Vectors.Over(target, term.Values))
           where factor is not null && factor.Value.Entry.Expression is not One
           select Single(factor.Value.Factor, new Times(term.Expression, factor.Value.Entry.Expression));

    // Where a term is zero here and there it cannot be divided by, but masked it can be.
    private IEnumerable<Formula> Masked(double[] target)
        => from mask in main
           where mask.IsMask
           from term in terms.Take(MostMasked)
           where !term.IsDivisor && !budget.IsSpent
           let factor = Vectors.Multiple(target, Vectors.Times(term.Values, mask.Values))
           where factor is not null
           select Single(factor.Value, new Times(term.Expression, mask.Expression));

    private IEnumerable<Formula> ProductsOfThree(double[] target)
        => from term in terms.Take(40)
           where term.IsDivisor
           from second in main
           where second.IsDivisor && second.Expression is not One && !budget.IsSpent
           let factor = factors.Find(Vectors.Over(Vectors.Over(target, term.Values), second.Values))
           where factor is not null && factor.Value.Entry.Expression is not One
               && !IsChord(second.Expression, factor.Value.Entry.Expression)
           select Single(factor.Value.Factor, new Times(new Times(term.Expression, second.Expression), factor.Value.Entry.Expression));

    // An ε, a temperature, an exponent: what is left by the inverse of a function is a · x + b, or its logarithm.
    private IEnumerable<Formula> Shaped(double[] target)
    {
        // Of what one side is multiplied by, a function with constants of its own is no slip.
        if (target.Length < Sample.Enough || terms.Count == 1) return [];
        return from term in terms.Take(MostShaped)
               where term.IsDivisor && !budget.IsSpent
               let rest = Vectors.Over(target, term.Values)
               from shape in Shape.All.Append(Shape.Power)
               let sign = shape.IsOfMagnitude ? Math.Sign(rest[0]) : 1
               where !shape.IsOfMagnitude || Array.TrueForAll(rest, value => Math.Sign(value) == sign)
               let inner = Array.ConvertAll(rest, value => shape.Inverse(value))
               from found in (shape == Shape.Power ? logarithms : arguments).Value.Find(inner)
               from form in shape.Of(found.Entry.Expression, found.A, found.B)
               select Single(sign * form.Factor, new Times(term.Expression, form.Of));
    }

    // y / x is the slope of y(x) only where y is made of straight pieces through 0; a mask says the same, and what is meant.
    private static bool IsChord(Expression first, Expression second)
        => (first is NamedTensor or Difference or InLine && second is Pointwise { IsReciprocal: true })
            || (second is NamedTensor or Difference or InLine && first is Pointwise { IsReciprocal: true });

    private IEnumerable<Formula> SumsOfTwo(double[] target) => Pairs(target, many.Value, null);

    private IEnumerable<Formula> SumsWithAFactor(double[] target)
        => Common().TakeWhile(_ => !budget.IsSpent)
            .SelectMany(common => Pairs(Vectors.Over(target, common.Values), few.Value, common.Expression));

    // The first of three is an upstream gradient, as it is or times a name, with nothing in front.
    private IEnumerable<Formula> SumsOfThree(double[] target)
    {
        return from common in Common().Prepend(null)
               from formula in Thirds(common is null ? target : Vectors.Over(target, common.Values), common?.Expression)
               select formula;
    }

    private IEnumerable<Formula> Thirds(double[] scaled, Expression? common)
        => from first in terms.Take(2).Concat(terms.Take(1).SelectMany(term => main.Take(6).Select(factor => Product(term, factor))))
           where !budget.IsSpent
           from pair in Pairs(Vectors.Minus(scaled, first.Values), few.Value, common)
           select pair with { Terms = [Term.Of(1, first.Expression), .. pair.Terms] };

    private IEnumerable<Formula> Normalized(double[] target) => Projections?.Of(target) ?? [];

    private IEnumerable<Formula> LikelyPairs(double[] target)
        => from pair in Likely
           let factors = Vectors.Combination(target, pair.First.Values, pair.Second.Values)
           where factors is not null
           let formula = new Formula(
               [Term.Of(factors.Value.A, pair.First.Expression), Term.Of(factors.Value.B, pair.Second.Expression)])
           where formula.IsWritten
           select formula;

    // Predictions, targets, one-hot labels and a constant, as losses have them.
    private IEnumerable<Formula> SumsOfNames(double[] target)
    {
        var names = terms.Where(term => term.Expression is One or OneHot or InLine || term.Expression is NamedTensor { IsGradient: false })
            .Take(MostNames).ToList();
        return from first in Enumerable.Range(0, names.Count)
               from second in Enumerable.Range(0, first)
               from third in Enumerable.Range(0, second)
               where !budget.IsSpent
               let entries = (Entry[])[names[third], names[second], names[first]]
               let factors = Vectors.Combination(target, entries[0].Values, entries[1].Values, entries[2].Values)
               where factors is not null
               let formula = new Formula([.. entries.Zip(factors, (entry, factor) => Term.Of(factor, entry.Expression))])
               where formula.IsWritten && entries.Zip(factors).All(term => IsWeighty(term.Second, term.First, target))
               select formula;
    }

    // What normalizations divide by, and what the op made of the tensor.
    private IEnumerable<Entry> Common()
        => main.Take(3)
            .Concat(
                factors.Entries.Where(entry => entry.Expression is Pointwise { Divisor: not null, IsOfOwn: false })
                    .OrderBy(entry => entry.Expression.Complexity).Take(MostStatistics))
            .Concat(main.Skip(3)).Where(entry => entry.IsDivisor).Take(MostCommon);

    private IEnumerable<Formula> Pairs(double[] target, PairSearch summands, Expression? common)
        => from pair in summands.Of(target, budget)
           let formula = new Formula([Term.Of(pair.A, pair.X.Expression), Term.Of(pair.B, pair.Y.Expression)], common)
           where formula.IsWritten && !IsUndone(formula) && IsWeighty(pair.A, pair.X, target) && IsWeighty(pair.B, pair.Y, target)
           select formula;

    // Sums along lines are what a factor stands before; of matrix products there are many more.
    private static int Rarity(Entry term) => term.Expression.Complexity + (term.Expression is MatrixProduct or Computed or InLine ? 3 : 0);

    // x ∘ (1 / x + y) is 1 + x ∘ y.
    private static bool IsUndone(Formula formula)
        => formula.Common is { } common
            && formula.Terms.Any(term => term.Text(Binding.Sum).Contains($"/ {common.Text}", StringComparison.Ordinal));

    // A term that adds next to nothing may be rounding.
    private static bool IsWeighty(double factor, Entry entry, double[] target)
        => Math.Abs(factor) * Vectors.Largest(entry.Values) > 1e-5 * Vectors.Largest(target);

    private static List<Entry> Summands(IReadOnlyList<Entry> terms, IReadOnlyList<Entry> main, int most, int mostTerms, int mostFactors)
    {
        var products = from term in terms.Take(mostTerms)
                       from factor in main.Take(mostFactors)
                       where term.Expression is not One
                       select Product(term, factor);
        // Products first: of many terms the last ones are the most far-fetched.
        return [.. terms.Take(most / 3), .. products.Take(most - Math.Min(terms.Count, most / 3))];
    }

    private static Entry Product(Entry term, Entry factor)
        => new(new Times(term.Expression, factor.Expression), Vectors.Times(term.Values, factor.Values));
}
