using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>
/// A statistic along some axes: within one space, the same number all along them; or down from a larger space to what was broadcast
/// into it.
/// </summary>
internal sealed class Along : Expression
{
    // A sum over more elements than this for a sample costs more than it is worth.
    private const long MostElements = 1 << 22;

    private readonly Statistic statistic;
    private readonly Expression of;
    private readonly long[] inner;
    private readonly int[] map;

    /// <summary>A statistic of an expression.</summary>
    /// <param name="statistic">What is made of each line.</param>
    /// <param name="of">The expression.</param>
    /// <param name="inner">The space it is in.</param>
    /// <param name="map">For each of its axes the axis of the result with the same index, or −1 for those that go.</param>
    public Along(Statistic statistic, Expression of, long[] inner, int[] map)
        : base(TextOf(statistic.Name, of, map), Binding.Name, of.Complexity + statistic.Complexity)
        => (this.statistic, this.of, this.inner, this.map) = (statistic, of, inner, map);

    /// <summary>What is made of each line.</summary>
    public Statistic Statistic => statistic;

    private long Elements => ElementsIn(inner);

    /// <inheritdoc />
    public override (Expression Mean, long Elements)? Averaged
        => statistic == Statistic.Sum ? (new Along(Statistic.Mean, of, inner, map), Elements) : null;

    private long[] Axes => [.. map.Index().Where(axis => axis.Item < 0).Select(axis => (long)axis.Index)];

    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [of];

    /// <inheritdoc />
    public override Tensor? At(Scene scene, Place place)
    {
        var inner = scene.Space(this.inner);
        if (!place.IsEverywhere && place.Count * ElementsIn(inner) > MostElements) return null;
        if (of.At(scene, place.Lines(inner, map)) is not { } value) return null;
        if (!place.IsEverywhere) return statistic.Of(value, [.. Axes.Select((_, dimension) => -1L - dimension)], false);
        return inner.AsSpan().SequenceEqual(place.Space)
            ? statistic.Of(value, Axes, true).expand(place.Space)
            : statistic.Of(value, Axes, false).reshape([.. place.Space.Select((size, axis) => map.Contains(axis) ? size : 1)])
                .expand(place.Space);
    }

    private long ElementsIn(long[] space) => Axes.Aggregate(1L, (product, axis) => product * space[axis]);

    private static string TextOf(string name, Expression of, int[] map)
        => $"{name}{string.Concat(map.Select((to, axis) => to < 0 ? $"{(char)('₀' + axis)}" : ""))}({of.Text})";
}
