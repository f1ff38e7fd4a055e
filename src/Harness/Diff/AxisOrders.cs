using System.Collections.Immutable;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>The orders of a tensor's axes that give it another's shape.</summary>
internal static class AxisOrders
{
    /// <summary>With more axes there are too many orders to try.</summary>
    public const int MostAxes = 5;

    // Dense layers, and convolutions of one to three dimensions, from Flax and TensorFlow to PyTorch and back.
    private static readonly string[] Conventions = ["1,0", "2,1,0", "3,2,0,1", "2,3,1,0", "4,3,0,1,2", "2,3,4,1,0"];

    /// <summary>Those orders; the one that moves nothing first, then what frameworks are known to do.</summary>
    public static IReadOnlyList<ImmutableArray<int>> Fitting(IReadOnlyList<long> from, IReadOnlyList<long> to)
    {
        if (from.Count != to.Count || from.Count > MostAxes) return [];
        return [.. Orders([], [.. Enumerable.Range(0, from.Count)])
            .Where(order => order.Select(axis => from[axis]).SequenceEqual(to))
            .OrderBy(order => IsIdentity(order) ? 0 : Conventions.Contains(Permutation.Text(order)) ? 1 : 2)];
    }

    /// <summary>Whether an order leaves every axis where it is.</summary>
    public static bool IsIdentity(ImmutableArray<int> order) => order.Select((axis, place) => axis == place).All(stays => stays);

    private static IEnumerable<ImmutableArray<int>> Orders(ImmutableArray<int> chosen, ImmutableArray<int> left)
        => left.IsEmpty ? [chosen] : left.SelectMany(axis => Orders(chosen.Add(axis), left.Remove(axis)));
}
