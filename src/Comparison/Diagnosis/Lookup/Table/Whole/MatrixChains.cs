using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table.Whole;

/// <summary>
/// Products of a gradient with a matrix on each side, and with inverses: what inverses, solves and quadratic forms are made of.
/// </summary>
internal static class MatrixChains
{
    private const long MostRows = 128;
    private const int MostSides = 12;

    /// <summary>Those that have the space's shape.</summary>
    public static IEnumerable<Expression> Of(Atoms atoms, IReadOnlyList<string> upstreams, long[] space)
    {
        if (space.Length != 2 || space.Max() > MostRows) return [];
        var sides = atoms.Consumers.Prepend(atoms.Own).Concat(atoms.Others)
            .Where(name => !atoms.IsIndex(name) && atoms.Shape(name) is { Length: 2 } shape && shape.Max() <= MostRows)
            .Take(4).SelectMany(name => Sides(name, atoms.Shape(name)!)).Take(MostSides).ToList();
        return from upstream in upstreams
               let shape = atoms.Shape(upstream)
               where shape is { Length: 2 } && shape.Max() <= MostRows
               from middle in Turned($"d{upstream}", shape, scene => scene.Gradient(upstream), 1)
               from expression in Around(middle, sides, space)
               select expression;
    }

    /// <summary>A square matrix's inverse, where a space is square.</summary>
    public static IEnumerable<Expression> Inverses(Atoms atoms, long[] space)
        => space.Length != 2 || space[0] != space[1] || space[0] > MostRows || space[0] < 2
            ? []
            : atoms.Others.Prepend(atoms.Own)
                .Where(name => !atoms.IsIndex(name) && atoms.Shape(name) is { Length: 2 } shape && shape.AsSpan().SequenceEqual(space))
                .Take(2)
                .SelectMany(name => Sides(name, space)).Where(side => side.IsInverse)
                .Select(side => new Computed(side.Text, Binding.Name, 2, side.Value));

    private static IEnumerable<Expression> Around(Side middle, List<Side> sides, long[] space)
    {
        foreach (var left in sides.Where(left => left.Rows == space[0] && left.Columns == middle.Rows))
        {
            if (left.IsInverse && middle.Columns == space[1])
                yield return new Computed($"{left.Text} · {middle.Text}", Binding.Product, 4, scene => Product(scene, left, middle));
            foreach (var right in sides.Where(right => right.Rows == middle.Columns && right.Columns == space[1]))
                yield return new Computed(
                    $"{left.Text} · {middle.Text} · {right.Text}", Binding.Product, 5, scene => Product(scene, left, middle, right));
        }

        foreach (var right in sides.Where(
            right => right.IsInverse && right.Rows == middle.Columns && right.Columns == space[1] && middle.Rows == space[0]))
            yield return new Computed($"{middle.Text} · {right.Text}", Binding.Product, 4, scene => Product(scene, middle, right));
    }

    private static Tensor? Product(Scene scene, params Side[] factors)
    {
        Tensor? product = null;
        foreach (var factor in factors)
        {
            if (factor.Value(scene) is not { } value) return null;
            product = product is null ? value : product.mm(value);
        }

        return product;
    }

    private static IEnumerable<Side> Sides(string name, long[] shape)
    {
        foreach (var side in Turned(name, shape, scene => scene.Value(name), 1)) yield return side;
        if (shape[0] != shape[1] || shape[0] < 2) yield break;
        Tensor? Inverse(Scene scene) => scene.Value(name) is { } value && Attempt.At(() => linalg.inv(value)) is { } inverse
            ? inverse
            : null;
        yield return new Side($"{name}⁻¹", shape[0], shape[0], Inverse, true);
        yield return new Side($"{name}⁻ᵀ", shape[0], shape[0], scene => Inverse(scene)?.t(), true);
    }

    private static IEnumerable<Side> Turned(string name, long[] shape, Func<Scene, Tensor?> value, int _)
        => [new(name, shape[0], shape[1], value, false), new($"{name}ᵀ", shape[1], shape[0], scene => value(scene)?.t(), false)];

    private sealed record Side(string Text, long Rows, long Columns, Func<Scene, Tensor?> Value, bool IsInverse);
}
