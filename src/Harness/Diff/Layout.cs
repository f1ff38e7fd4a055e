using System.Collections.Immutable;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>Another order of A's axes.</summary>
/// <param name="Order">Which axis of A comes first, second and so on, counted from 0.</param>
/// <param name="Agrees">Whether the two agree in that order; otherwise it only gives A's tensor the shape of B's, and is the one order that
/// does.</param>
/// <param name="IsMultiple">Whether A is then B but for one factor.</param>
internal sealed record Layout(ImmutableArray<int> Order, bool Agrees, bool IsMultiple = false)
{
    private const long MostElements = 1 << 24;

    /// <summary>Looks for an order in which two tensors agree, or at least have one shape.</summary>
    /// <returns>null where there is none, or it would move no element.</returns>
    public static Layout? Find(PreparedPair pair)
    {
        var axes = (int)pair.A.dim();
        if (pair.DtypesDiffer || axes != pair.B.dim() || axes is < 2 or > AxisOrders.MostAxes || pair.A.numel() is < 2 or > MostElements)
            return null;
        var fitting = AxisOrders.Fitting(pair.A.shape, pair.B.shape);
        var agreeing = fitting.FirstOrDefault(order => Agree(pair, order));
        if (!agreeing.IsDefault) return new Layout(agreeing, Agrees: true);
        return !pair.HasSameShape && fitting is [var only] ? new Layout(only, Agrees: false) : null;
    }

    private static bool Agree(PreparedPair pair, ImmutableArray<int> order)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var diff = Comparison.Diff.TensorDiffer.Compare(Permutation.Apply(pair.A, order), pair.B, pair.Tolerance, worst: 0);
        // Zeros agree in any order.
        return diff.AllClose && !diff.Blind && !diff.Autograd.AllZero;
    }
}
