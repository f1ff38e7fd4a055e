using System.Collections.Immutable;
using ScratchVsAutograd.Files;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>A tensor of A and one of B that may be the same, under two names.</summary>
/// <param name="A">A's.</param>
/// <param name="B">B's.</param>
/// <param name="Order">The order in which A's axes have B's sizes; null where they have not as many axes.</param>
/// <param name="IsByValue">Whether the values say so; otherwise only sizes and the order of names do.</param>
internal sealed record Partner(TensorHeader A, TensorHeader B, ImmutableArray<int>? Order, bool IsByValue)
{
    /// <summary>Whether A's axes have to be ordered.</summary>
    public bool IsPermuted => Order is { } order && !AxisOrders.IsIdentity(order);

    /// <summary>Whether nothing says that A's axes are in B's order: of a square, both orders fit.</summary>
    public bool IsUndecided => !IsByValue && AxisOrders.Fitting(A.Shape, B.Shape).Count > 1;
}
