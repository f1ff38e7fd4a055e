using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table.Whole;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table;

/// <summary>
/// What can be a term of a gradient but for a factor: an upstream gradient, its sums along axes, those of its products with a name, and
/// its matrix products.
/// </summary>
internal sealed class TermExpressions(Atoms atoms, long[] space, IReadOnlyList<Entry> mainFactors)
{
    private const int MostSummed = 24;
    private const int MostUpstreams = 4;
    private const int MostInLine = 8;
    private const long MostWhole = 1 << 18;

    /// <summary>All of them, simpler ones first.</summary>
    public IEnumerable<Expression> All
        => Plain.Concat(Spread).Concat(Products).Concat(Sums).Concat(InLines).Concat(Down).Concat(Rows).Concat(Ungraded).Concat(Whole);

    /// <summary>The sums along axes of a gradient, plain and multiplied with what a sum in a derivative is made of.</summary>
    public IEnumerable<Expression> SumsOf(Expression gradient)
    {
        var factors = mainFactors.Take(MostSummed).Select(factor => factor.Expression).ToList();
        // What a name has one number for is likelier to be summed than other lines.
        var lines = LineMaps.Of(space).OrderByDescending(IsNamed).ToList();
        foreach (var axes in lines) yield return new Along(Statistic.Sum, gradient, space, axes);
        // The likeliest factors along every axis before the others along any.
        foreach (var few in factors.Chunk(4))
        {
            foreach (var axes in lines)
            {
                foreach (var factor in few) yield return new Along(Statistic.Sum, new Times(gradient, factor), space, axes);
            }
        }
    }

    private IEnumerable<Expression> Plain => atoms.Upstreams.SelectMany(name => atoms.Gradients(name, space));

    private IEnumerable<Expression> Spread => atoms.Upstreams.Select(name => Repeated.Gradient(atoms, name, space)).OfType<Expression>();

    // What has no elements by themselves is made whole: of a large tensor that costs more than it is worth.
    private IEnumerable<Expression> Whole
    {
        get
        {
            if (space.Aggregate(1L, (product, size) => product * size) > MostWhole) return [];
            List<string> upstreams = [
                .. atoms.Upstreams.Where(name => atoms.Shape(name) is { } shape
                    && shape.Aggregate(1L, (product, size) => product * size) <= MostWhole).Take(2)];
            return Slices.Of(atoms, upstreams, space).Concat(Scattered.Of(atoms, upstreams, space))
                .Concat(Convolutions.Of(atoms, upstreams, space))
                .Concat(MatrixChains.Of(atoms, upstreams, space)).Concat(Contractions.Of(atoms, upstreams, space));
        }
    }

    private IEnumerable<Expression> Sums => Plain.Take(MostUpstreams).SelectMany(SumsOf);

    private bool IsNamed(int[] map)
        => atoms.Others.Any(name => atoms.Shape(name) is { } shape && shape.Length == space.Length
            && Enumerable.Range(0, space.Length).All(axis => space[axis] == 1 || shape[axis] == (map[axis] < 0 ? 1 : space[axis])));

    private IEnumerable<Expression> InLines
        => from gradient in Plain.Take(MostUpstreams)
           from axis in Enumerable.Range(0, space.Length).Where(axis => space[axis] > 1)
           from function in (LineFunction[])[
               LineFunction.ReversedSum, LineFunction.CumulatedSum, LineFunction.Flipped, LineFunction.Rolled(-1), LineFunction.Rolled(1)]
           from term in mainFactors.Take(MostInLine).Select(factor => factor.Expression)
               .Append(new Pointwise(Function.Reciprocal, new Position(axis)))
               .Select(factor => factor is One ? gradient : new Times(gradient, factor)).Prepend(gradient)
           select new InLine(function, term, axis);

    private IEnumerable<Expression> Down
        => from name in atoms.Upstreams.Take(MostUpstreams)
           let larger = atoms.Shape(name)
           where larger is not null && !larger.AsSpan().SequenceEqual(space)
           from map in LineMaps.Down(larger, space)
           from gradient in atoms.Gradients(name, larger)
           from term in Multiplied(gradient, larger)
           from statistic in (Statistic[])[Statistic.Sum, Statistic.Last, Statistic.First]
           select new Along(statistic, term, larger, map);

    // One number a row, times the tensor itself: what a distance between all rows of two sends back.
    private IEnumerable<Expression> Rows
        => from name in atoms.Upstreams.Take(MostUpstreams)
           let larger = atoms.Shape(name)
           where larger is not null && !larger.AsSpan().SequenceEqual(space)
           from map in LineMaps.Rows(larger, space)
           from gradient in atoms.Gradients(name, larger)
           let sum = new Along(Statistic.Sum, gradient, larger, map)
           from term in (Expression[])[sum, new Times(sum, atoms.Values(atoms.Own, space).First())]
           select term;

    private IEnumerable<Expression> Products
    {
        get
        {
            if (space.Length is not (2 or 3)) yield break;
            foreach (var upstream in atoms.Upstreams.Take(MostUpstreams))
            {
                foreach (var (gradient, shape) in Through(upstream))
                {
                    foreach (var name in atoms.Others.Prepend(atoms.Own).Concat(atoms.Consumers))
                    {
                        foreach (var product in Layouts(gradient, shape, name)) yield return product;
                    }
                }
            }
        }
    }

    // A tensor where its gradient should stand, and what a quadratic form is made of.
    private IEnumerable<Expression> Ungraded
        => space.Length is not (2 or 3)
            ? []
            : from first in atoms.Upstreams.Take(MostUpstreams).Concat(IsSeed ? atoms.Others.Take(MostUpstreams) : []).Distinct()
              where !atoms.IsIndex(first) && atoms.Shape(first) is { Length: >= 2 }
              from second in atoms.Others.Prepend(atoms.Own).Concat(atoms.Consumers).Distinct()
              where second != first
              let shape = atoms.Shape(first)!
              from product in Layouts(atoms.Values(first, shape).First(), shape, second)
              select product;

    // Whether the upstream gradient is the loss's own, or one number.
    private bool IsSeed => atoms.IsUsedByLoss
        || atoms.Upstreams.Any(name => atoms.Shape(name) is { } shape && shape.All(size => size == 1));

    // The upstream gradient, as it is and through the activation that its tensor may end in.
    private IEnumerable<(Expression Gradient, long[] Shape)> Through(string upstream)
    {
        if (atoms.Shape(upstream) is not { Length: >= 2 } shape) yield break;
        var gradient = atoms.Gradients(upstream, shape).First();
        var value = atoms.Values(upstream, shape).First();
        yield return (gradient, shape);
        foreach (var function in Function.ActivationSlopes.Concat(Function.WrongSlopes))
            yield return (new Times(gradient, new Pointwise(function, value)), shape);
    }

    private IEnumerable<Expression> Layouts(Expression gradient, long[] shape, string name)
    {
        if (atoms.Shape(name) is not { Length: >= 2 } own || atoms.IsIndex(name)) yield break;
        var value = atoms.Values(name, own).First();
        for (var bits = 0; bits < 8; bits++)
        {
            var (first, second) = (new Matrix(gradient, shape, (bits & 1) != 0), new Matrix(value, own, (bits & 2) != 0));
            var (left, right) = (bits & 4) == 0 ? (first, second) : (second, first);
            if (left.Rows(space.Length) == space[^2] && right.Columns(space.Length) == space[^1])
                yield return new MatrixProduct(left, right);
        }
    }

    private IEnumerable<Expression> Multiplied(Expression gradient, long[] larger)
    {
        yield return gradient;
        foreach (var name in atoms.Others.Concat(atoms.Consumers).Where(name => !atoms.IsIndex(name)))
        {
            foreach (var value in atoms.Values(name, larger))
            {
                yield return new Times(gradient, value);
                foreach (var function in Function.Parts.Concat(Function.Simple.Take(5))
                    .Concat(atoms.Consumers.Contains(name) ? Function.WrongSlopes.Skip(1) : []))
                    yield return new Times(gradient, new Pointwise(function, value));
            }
        }
    }
}
