using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup;

/// <summary>
/// Where in a space (a shape) an expression is evaluated: everywhere, or at some elements. An element of a sum is evaluated along its
/// line only, so that a sample of a large tensor costs what the sample is large.
/// </summary>
internal sealed class Place
{
    private readonly Tensor[]? indices;
    private readonly long[] count;

    private readonly HeldTensors? held;
    private readonly Dictionary<string, Place> lines = new(StringComparer.Ordinal);
    private readonly Dictionary<Expression, Tensor?> known = new(ReferenceEqualityComparer.Instance);

    private Place(long[] space, Tensor[]? indices, long[] count, HeldTensors? held)
        => (Space, this.indices, this.count, this.held) = (space, indices, count, held);

    /// <summary>The shape that the elements are of.</summary>
    public long[] Space { get; }

    /// <summary>Whether it is every element.</summary>
    public bool IsEverywhere => indices is null;

    /// <summary>The shape of an expression's values there.</summary>
    public IReadOnlyList<long> Size => count;

    /// <summary>How many values an expression has there.</summary>
    public long Count => count.Aggregate(1L, (product, size) => product * size);

    /// <summary>Every element of a space.</summary>
    public static Place Everywhere(long[] space) => new(space, null, space, null);

    /// <summary>Some elements of a space.</summary>
    /// <param name="space">The space.</param>
    /// <param name="elements">Their numbers in memory order.</param>
    /// <param name="held">Keeps what is computed once for this place.</param>
    public static Place At(long[] space, long[] elements, HeldTensors held) => held.Of(() => Unravelled(space, elements, held));

    private static Place Unravelled(long[] space, long[] elements, HeldTensors held)
    {
        var indices = new Tensor[space.Length];
        var stride = 1L;
        for (var axis = space.Length - 1; axis >= 0; axis--)
        {
            var (step, size) = (stride, space[axis]);
            indices[axis] = tensor(elements.Select(element => element / step % size).ToArray(), ScalarType.Int64);
            stride *= size;
        }

        return new Place(space, indices, [elements.Length], held);
    }

    /// <summary>Of a tensor of that space, the elements there.</summary>
    public Tensor Of(Tensor tensor)
        => indices is null ? tensor : tensor.index([.. indices.Select(index => TensorIndex.Tensor(index))]).expand(count);

    /// <summary>What an expression is there, computed once; everywhere it would be too much to keep.</summary>
    public Tensor? Once(Expression expression, Func<Tensor?> compute)
        => held is null ? compute() : known.TryGetValue(expression, out var value) ? value : known[expression] = held.Of(compute);

    /// <summary>The index of each element along an axis.</summary>
    public Tensor Index(int axis) => indices is null
        ? arange(Space[axis]).reshape([.. Space.Select((size, other) => other == axis ? size : 1)]).expand(count)
        : indices[axis].expand(count);

    /// <summary>The same elements with whole lines through them, one more dimension for each axis without a counterpart.</summary>
    /// <param name="inner">The space that the lines are in.</param>
    /// <param name="map">For each of its axes the axis of this space with the same index, or −1 for all of them.</param>
    public Place Lines(long[] inner, int[] map)
    {
        if (held is null) return Everywhere(inner);
        var key = $"{string.Join(',', inner)} {string.Join(',', map)}";
        return lines.TryGetValue(key, out var known) ? known : lines[key] = held.Of(() => Through(indices!, inner, map));
    }

    private Place Through(Tensor[] indices, long[] inner, int[] map)
    {
        var lines = map.Count(axis => axis < 0);
        var (next, lengths) = (0, new List<long>());
        var into = new Tensor[inner.Length];
        for (var axis = 0; axis < inner.Length; axis++)
        {
            if (map[axis] >= 0)
            {
                into[axis] = indices[map[axis]].expand(count).reshape([.. count, .. Enumerable.Repeat(1L, lines)]);
                continue;
            }

            var shape = Enumerable.Repeat(1L, count.Length + lines).ToArray();
            shape[count.Length + next++] = inner[axis];
            into[axis] = arange(inner[axis]).reshape(shape);
            lengths.Add(inner[axis]);
        }

        return new Place(inner, into, [.. count, .. lengths], held);
    }
}
