using System.Collections.Immutable;

namespace ScratchVsAutograd.Harness.Diffing;

/// <summary>Looks for another order of A's axes in which two tensors agree.</summary>
internal static class Layout
{
    // 120 orders.
    private const int MostAxes = 5;

    private const long MostElements = 1 << 24;

    /// <summary>The order, the first of several; empty where there is none, or it would move no element.</summary>
    public static ImmutableArray<int> Find(PreparedPair pair)
    {
        var axes = (int)pair.A.dim();
        if (pair.DtypesDiffer || axes != pair.B.dim() || axes is < 2 or > MostAxes || pair.A.numel() > MostElements || pair.A.numel() < 2) return [];
        return Orders([], [.. Enumerable.Range(0, axes)]).FirstOrDefault(order => Agrees(pair, order), []);
    }

    private static bool Agrees(PreparedPair pair, ImmutableArray<int> order)
    {
        if (!order.Select(axis => pair.A.shape[axis]).SequenceEqual(pair.B.shape)) return false;
        using var scope = TorchSharp.torch.NewDisposeScope();
        var diff = Comparison.Diff.TensorDiffer.Compare(Permutation.Apply(pair.A, order), pair.B, pair.Tolerance, worst: 0);
        // Zeros agree in any order.
        return diff.AllClose && !diff.Blind && !diff.Autograd.AllZero;
    }

    private static IEnumerable<ImmutableArray<int>> Orders(ImmutableArray<int> chosen, ImmutableArray<int> left)
        => left.IsEmpty ? [chosen] : left.SelectMany(axis => Orders(chosen.Add(axis), left.Remove(axis)));
}
