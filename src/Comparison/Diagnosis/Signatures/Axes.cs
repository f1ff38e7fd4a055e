using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>Choices of axes, and how one tensor lies along another's.</summary>
internal static class Axes
{
    /// <summary>Above so many axes there are too many choices to try.</summary>
    public const int Most = 5;

    /// <summary>Every choice of one axis or more out of so many, the larger choices first.</summary>
    public static IEnumerable<long[]> Subsets(long count)
        => Enumerable.Range(1, (1 << (int)Math.Min(count, Most)) - 1)
            .Select(bits => Enumerable.Range(0, (int)count).Where(axis => (bits >> axis & 1) == 1).Select(axis => (long)axis).ToArray())
            .OrderByDescending(axes => axes.Length);

    /// <summary>Every order of so many axes but the first one, those that swap the fewest first.</summary>
    public static IEnumerable<long[]> Orders(long count)
        => count > Most ? [] : Permutations([.. Enumerable.Range(0, (int)count).Select(axis => (long)axis)])
            .Where(order => Moved(order) > 0)
            .OrderBy(Moved);

    /// <summary>
    /// A tensor spread over a shape: as broadcasting does, flush right, or flush left, as one number a row is meant. Null where it
    /// fits neither way.
    /// </summary>
    public static Tensor? Spread(Tensor tensor, long[] shape)
    {
        if (tensor.Dimensions > shape.Length) return null;
        if (Broadcasts(tensor.shape, shape)) return tensor.expand(shape);
        long[] left = [.. tensor.shape, .. Enumerable.Repeat(1L, shape.Length - (int)tensor.Dimensions)];
        return Broadcasts(left, shape) ? tensor.reshape(left).expand(shape) : null;
    }

    /// <summary>Axes in words.</summary>
    public static string Text(IReadOnlyCollection<long> axes)
        => axes.Count == 1 ? $"axis {axes.Single()}" : $"axes {string.Join(" and ", axes)}";

    private static bool Broadcasts(long[] from, long[] to)
        => from.Reverse().Zip(to.Reverse()).All(pair => pair.First == pair.Second || pair.First == 1);

    private static int Moved(long[] order) => order.Where((axis, place) => axis != place).Count();

    private static IEnumerable<long[]> Permutations(long[] items)
        => items.Length < 2
            ? [items]
            : items.SelectMany(first => Permutations([.. items.Where(item => item != first)]).Select(rest => (long[])[first, .. rest]));
}
