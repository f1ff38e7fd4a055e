using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table.Whole;

/// <summary>A gradient sent back by integer indices: embeddings, gather and scatter, right and as they go wrong.</summary>
internal static class Scattered
{
    /// <summary>Every way in which gradients go back to a space by an index.</summary>
    public static IEnumerable<Expression> Of(Atoms atoms, IReadOnlyList<string> upstreams, long[] space)
        => from labels in atoms.Others.Where(atoms.IsIndex)
           from upstream in upstreams
           let index = atoms.Shape(labels)
           let gradient = atoms.Shape(upstream)
           where index is { Length: > 0 } && gradient is not null
           from expression in Rows(labels, index, upstream, gradient, space).Concat(Elements(labels, index, upstream, gradient, space))
           select expression;

    // Y = E[k]: dE[k[n]] += dY[n].
    private static IEnumerable<Expression> Rows(string labels, long[] index, string upstream, long[] gradient, long[] space)
    {
        var row = space[1..];
        if (gradient.AsSpan().SequenceEqual([.. index, .. row]))
        {
            yield return Scatter("index_add(d{1} by {0})", 2, index => index);
            yield return Scatter(
                "index_copy(d{1} by {0}), where the last of several overwrites the others", 3, index => index, isAdded: false);
            yield return Scatter("index_add(d{1} by {0} + 1)", 3, index => index + 1);
            yield return Scatter("index_add(d{1} by {0} − 1)", 3, index => index - 1);
        }

        // Y[k[n]] += X[n]: dX[n] = dY[k[n]].
        if (space.AsSpan().SequenceEqual([.. index, .. gradient[1..]]) && gradient.Length > 0)
        {
            yield return Made(
                $"d{upstream}[{labels}]", 2, (k, g) => g.index_select(0, k.flatten().clamp(0, gradient[0] - 1))
                    .reshape(space), labels, upstream);
        }

        Expression Scatter(string text, int complexity, Func<Tensor, Tensor> shift, bool isAdded = true)
            => Made(string.Format(null, text, labels, upstream), complexity, (k, g) =>
            {
                var at = shift(k.flatten()).remainder(space[0]);
                var (rows, zero) = (g.reshape([at.numel(), .. row]), zeros(space, ScalarType.Float64));
                return isAdded ? zero.index_add(0, at, rows, 1) : Last(zero, at, rows);
            }, labels, upstream);
    }

    // Y = gather(X, a, k): dX = scatter_add(dY).
    private static IEnumerable<Expression> Elements(string labels, long[] index, string upstream, long[] gradient, long[] space)
    {
        if (index.Length != space.Length || gradient.Length != space.Length) yield break;
        for (var axis = 0; axis < space.Length; axis++)
        {
            var (along, others) = (axis, Enumerable.Range(0, space.Length).Where(other => other != axis).ToList());
            var limit = Math.Max(0, space[axis] - 1);
            if (index.AsSpan().SequenceEqual(gradient) && others.TrueForAll(other => index[other] <= space[other]))
                yield return Made(
                    $"scatter_add(d{upstream}, {axis}, {labels})", 2, (k, g) => zeros(space, ScalarType.Float64)
                        .scatter_add(along, k.clamp(0, limit), g), labels, upstream);
            if (index.AsSpan().SequenceEqual(space) && others.TrueForAll(other => index[other] <= gradient[other]))
                yield return Made(
                    $"gather(d{upstream}, {axis}, {labels})", 2, (k, g) => g.gather(along, k.clamp(0, gradient[along] - 1)),
                    labels, upstream);
        }
    }

    private static Tensor Last(Tensor into, Tensor at, Tensor rows)
    {
        foreach (var (place, index) in at.data<long>().ToArray().Index()) into[index] = rows[place];
        return into;
    }

    private static Computed Made(string text, int complexity, Func<Tensor, Tensor, Tensor> of, string labels, string upstream)
        => new(text, Binding.Name, complexity, scene => scene.Value(labels) is { } k && scene.Gradient(upstream) is { } g
            ? of(k.to(ScalarType.Int64), g)
            : null);
}
