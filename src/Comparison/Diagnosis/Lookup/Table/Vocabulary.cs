using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table.Whole;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table;

/// <summary>
/// The table of one gradient, grown in levels: names; functions of them; sums and other statistics along axes. Factors do not contain a
/// gradient, terms contain an upstream gradient once, as the chain rule has it.
/// </summary>
internal sealed class Vocabulary
{
    private const int MostAxes = 4;
    private const int MostScalars = 16;
    private static readonly double[] Epsilons = [1e-5, 1e-6, 1e-3, 1e-8, 1e-12];

    private readonly Atoms atoms;
    private readonly long[] space;
    private readonly Budget budget;

    /// <summary>Grows it.</summary>
    /// <param name="atoms">The names.</param>
    /// <param name="space">The shape of the gradient.</param>
    /// <param name="sample">Where expressions are told apart.</param>
    /// <param name="budget">It stops at what it has when that is spent.</param>
    public Vocabulary(Atoms atoms, long[] space, Sample sample, Budget budget)
    {
        (this.atoms, this.space, this.budget) = (atoms, space, budget);
        (Factors, Terms) = (new ExpressionTable(sample), new ExpressionTable(sample));
        AddFactors();
        foreach (var term in new TermExpressions(atoms, space, MainFactors).All.TakeWhile(_ => !budget.IsSpent)) Terms.Add(term);
        if (!atoms.IsUsedByLoss) AddFused();
        else
        {
            foreach (var factor in Factors.Entries) Terms.Add(factor);
        }

        AddQuotients();
        foreach (var inverse in atoms.IsUsedByLoss ? MatrixChains.Inverses(atoms, space) : []) Terms.Add(inverse);
    }

    /// <summary>What a gradient is multiplied by.</summary>
    public ExpressionTable Factors { get; }

    /// <summary>What a gradient is the sum of.</summary>
    public ExpressionTable Terms { get; }

    /// <summary>
    /// The plain names among the factors, and the functions of the op's own: those that products and sums are tried with.
    /// </summary>
    public List<Entry> MainFactors { get; } = [];

    /// <summary>Pairs of terms that a gradient is the sum of, as the derivative of a quotient is.</summary>
    public List<(Entry First, Entry Second)> Pairs { get; } = [];

    /// <summary>The upstream gradients, as they are and times what has one number a row or a column.</summary>
    public IEnumerable<Entry> Gradients
        => from gradient in Terms.Entries.Where(term => term.Expression is NamedTensor { IsGradient: true }).Take(1)
           from factor in MainFactors.Where(factor => factor.Expression is One || IsRow(factor.Expression)).Take(3)
           select factor.Expression is One
               ? gradient
               : new Entry(new Times(gradient.Expression, factor.Expression), Vectors.Times(gradient.Values, factor.Values));

    /// <summary>What a gradient can be projected on: the names, and the tensor itself as normalizations make it.</summary>
    public IEnumerable<Entry> Directions
        => MainFactors.Where(factor => factor.Expression is NamedTensor)
            .Concat(Factors.Entries.Where(factor => factor.Expression is InLine { IsNormalized: true }));

    /// <summary>What stands in front of a normalization's gradient.</summary>
    public IEnumerable<Entry> RowFactors
        => Factors.Entries.Where(factor => factor.Expression is One).Concat(MainFactors.Where(factor => IsRow(factor.Expression)))
            .Concat(Factors.Entries.Where(factor => factor.Expression is Pointwise divisor && (divisor.Function.IsReciprocalRoot
                ? divisor.Of is Along { Statistic: var of } && of == Statistic.Variance || IsRow(divisor.Of)
                : divisor.Function == Function.Reciprocal
                    && (divisor.Of is Along { Statistic: var length } && length == Statistic.Norm || IsRow(divisor.Of)))));

    // A name with fewer elements than the space has.
    private bool IsRow(Expression expression)
        => expression is NamedTensor { IsGradient: false } && atoms.Shape(expression.Text) is { } shape
            && shape.Aggregate(1L, (product, size) => product * size) < space.Aggregate(1L, (product, size) => product * size);

    /// <summary>What is made of a whole line each, as normalizations are.</summary>
    public IEnumerable<Entry> Statistics => Factors.Entries.Where(entry => entry.Expression is Pointwise { IsOfStatistic: true } or Along);

    /// <summary>Masks that may be the same on all of the sample, where it has no zeros.</summary>
    public IEnumerable<Expression> MaskExpressions
        => from expression in OpNames.Concat(atoms.Others).SelectMany(name => atoms.Values(name, space))
           from mask in Function.Masks.Select(Expression (function) => new Pointwise(function, expression))
           select mask;

    private IEnumerable<string> OpNames => atoms.Consumers.Take(3).Prepend(atoms.Own);

    private void AddFactors()
    {
        Factors.Add(new One());
        var own = OpNames.SelectMany(name => atoms.Values(name, space)).ToList();
        var others = atoms.Others.Where(name => !atoms.IsIndex(name)).SelectMany(name => atoms.Values(name, space)).ToList();
        own.ForEach(Main);
        others.ForEach(Main);
        AddProbabilities(own);
        AddRowFactors(own);
        Apply(
            others.Where((_, place) => place < MostScalars && Scalars.Contains(others[place].Text)),
            [Function.Reciprocal, Function.ReciprocalSquare], isMain: true);
        AddLabels();
        var differences = AddDifferences(own);
        if (atoms.IsUsedByLoss) Apply(others.Take(3), [Function.Square], isMain: true);
        Apply(
            own, [.. Function.Masks.Where(mask => mask.Complexity == 1), .. Function.Simple, .. Function.Rich, .. Function.Masks],
            isMain: true);
        differences.ForEach(difference => Apply([difference], [.. Function.Simple, .. Function.Masks, .. Function.Rich], isMain: false));
        AddWindows();
        AddPicked(own, others);
        Apply(others, Function.Simple, isMain: false);
        foreach (var epsilon in Epsilons) Apply(others, Function.Guarded(epsilon), isMain: false);
        AddStatistics(own, isOwn: true);
        AddStatistics(others.Take(6), isOwn: false);
        Apply(others, [.. Function.Masks.Take(3), .. Function.Rich.Take(7)], isMain: false);
        var positions = Enumerable.Range(0, space.Length).Where(axis => space[axis] > 2).Select(axis => new Position(axis)).ToList();
        Apply(positions, [Function.Itself, Function.Reciprocal], isMain: false);
    }

    // How much a prediction and a target have in common.
    private void AddQuotients()
    {
        if (!atoms.IsUsedByLoss || space.Length > 3) return;
        var own = atoms.Values(atoms.Own, space).First();
        foreach (var target in atoms.Others.Where(name => !atoms.IsIndex(name) && IsWhole(name)).Take(2)
            .SelectMany(name => atoms.Values(name, space)))
        {
            foreach (var (first, second) in Quotients.Of(own, target, space).TakeWhile(_ => !budget.IsSpent))
            {
                if (Terms.Add(first) is { } du && Terms.Add(second) is { } dv) Pairs.Add((du, dv));
            }
        }
    }

    // One number for all of it: what a loss or a mean is divided by.
    private IReadOnlyList<string> Scalars
        => [.. atoms.Others.Where(name => !atoms.IsIndex(name) && atoms.Shape(name)!.All(size => size == 1))];

    private void Apply(IEnumerable<Expression> of, IEnumerable<Function> functions, bool isMain)
    {
        foreach (var expression in functions.SelectMany(function => of.Select(argument => new Pointwise(function, argument))))
        {
            if (budget.IsSpent) return;
            if (isMain) Main(expression);
            else Factors.Add(expression);
        }
    }

    private void Main(Expression expression)
    {
        if (Factors.Add(expression) is { } entry && ReferenceEquals(entry.Expression, expression)) MainFactors.Add(entry);
    }

    // What a loss makes of its logits by itself.
    private void AddProbabilities(List<Expression> own)
    {
        for (var axis = space.Length - 1; atoms.IsUsedByLoss && axis >= 0 && own.Count > 0; axis--)
        {
            if (space[axis] > 1) Main(new InLine(LineFunction.Softmax, own[0], axis));
        }
    }

    // What was normalized by a number a row or a column that has a name: X ∘ r.
    private void AddRowFactors(List<Expression> own)
    {
        var rows = atoms.Others.Where(
            name => !atoms.IsIndex(name) && atoms.Shape(name) is { } shape && shape.Length == space.Length && shape.Contains(1)
                && shape.Any(size => size > 1));
        foreach (var row in rows.Take(2).SelectMany(name => atoms.Values(name, space)))
        {
            foreach (var factor in (Expression[])[
                row, new Pointwise(Function.Square, row), new Pointwise(Function.Reciprocal, row),
                new Pointwise(Function.ReciprocalSquare, row)])
                Main(new Times(own[0], factor));
        }
    }

    // Where the loss uses what this was made into, backward often writes both steps at once: (P − one_hot) / N.
    private void AddFused()
    {
        var targets = atoms.Others.Where(name => !atoms.IsIndex(name) && atoms.IsConstant(name) && IsWhole(name)).Take(3).ToList();
        var labels = Factors.Entries.Where(entry => entry.Expression is OneHot).ToList();
        if (targets.Count + labels.Count == 0) return;
        foreach (var value in atoms.Consumers.Where(IsWhole).Concat(targets).SelectMany(name => atoms.Values(name, space)))
            Terms.Add(value);
        foreach (var label in labels) Terms.Add(label);
        Terms.Add(new One());
    }

    private bool IsWhole(string name) => atoms.Shape(name) is { } shape && shape.AsSpan().SequenceEqual(space);

    // Where an element is its window's largest.
    private void AddWindows()
    {
        foreach (var name in atoms.Consumers.Take(3))
        {
            foreach (var window in Repeated.Value(atoms, name, space) is { } spread ? [spread] : atoms.Values(name, space))
            {
                if (IsWhole(name)) continue;
                Main(window);
                Main(new Pointwise(Function.IsZero, new Difference(atoms.Values(atoms.Own, space).First(), window)));
            }
        }
    }

    private void AddPicked(List<Expression> own, List<Expression> others)
    {
        foreach (var (name, labels, axis) in Labels())
        {
            foreach (var value in own.Concat(others.Take(6)))
            {
                if (budget.IsSpent) return;
                var picked = new Picked(value, name, labels, axis);
                Main(picked);
                Apply([picked], Function.Simple, isMain: false);
            }
        }
    }

    // Prediction and target.
    private List<Difference> AddDifferences(List<Expression> own)
    {
        if (!atoms.IsUsedByLoss || own.Count == 0) return [];
        var targets = atoms.Others.Where(name => !atoms.IsIndex(name) && IsWhole(name)).Take(3)
            .SelectMany(name => atoms.Values(name, space)).ToList();
        var between = targets.SelectMany((first, place) => targets.Take(place).Select(second => new Difference(second, first)));
        List<Difference> differences = [.. targets.Select(target => new Difference(own[0], target)), .. between];
        foreach (var difference in differences)
        {
            Main(difference);
            Main(new Pointwise(Function.Square, difference));
            foreach (var axes in LineMaps.Of(space))
            {
                var error = new Along(Statistic.RootMeanSquare, difference, space, axes);
                Apply([error, new Along(Statistic.Norm, difference, space, axes)], [Function.Reciprocal], isMain: false);
            }
        }

        return differences;
    }

    private void AddLabels()
    {
        foreach (var (name, labels, axis) in Labels()) Main(new OneHot(name, labels, axis));
    }

    private IEnumerable<(string Name, Expression Labels, int Axis)> Labels()
        => from name in atoms.Others.Where(atoms.IsIndex)
           where !IsWhole(name)
           from labels in atoms.Values(name, space)
           from axis in Enumerable.Range(0, space.Length)
           where space[axis] > 1
           select (name, labels, axis);

    private void AddStatistics(IEnumerable<Expression> of, bool isOwn)
    {
        foreach (var expression in of)
        {
            foreach (var axes in LineMaps.Of(space))
            {
                if (budget.IsSpent) return;
                var variance = new Along(Statistic.Variance, expression, space, axes);
                Expression[] statistics =
                [
                    new Along(Statistic.Norm, expression, space, axes), variance,
                    new Along(Statistic.Sum, expression, space, axes), new Along(Statistic.Maximum, expression, space, axes),
                    new Along(Statistic.Sum, new Pointwise(Function.Exponential, expression), space, axes),
                ];
                foreach (var statistic in isOwn ? statistics : statistics.Take(3))
                {
                    Factors.Add(statistic);
                    Apply([statistic], Function.Simple.Take(isOwn ? 8 : 1), isMain: false);
                }

                foreach (var epsilon in isOwn ? Epsilons : []) Apply([variance, statistics[0]], Function.Guarded(epsilon), isMain: false);
            }

            for (var axis = 0; isOwn && axis < Math.Min(space.Length, MostAxes); axis++)
            {
                if (space[axis] < 2) continue;
                Main(new InLine(LineFunction.Softmax, expression, axis));
                Main(new InLine(LineFunction.Centred, expression, axis));
                foreach (var epsilon in Epsilons.Prepend(0)) Factors.Add(new InLine(LineFunction.Normalized(epsilon), expression, axis));
            }
        }
    }
}
