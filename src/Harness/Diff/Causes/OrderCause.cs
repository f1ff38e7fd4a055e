using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diagnosis;

namespace ScratchVsAutograd.Harness.Diff.Causes;

/// <summary>A has B's elements, with its axes or its slices in another order.</summary>
internal static class OrderCause
{
    private const int MostShown = 16;

    /// <summary>The explanation of another order of the axes, in which both agree.</summary>
    public static Explanation OfAxes(ImmutableArray<int> order, Fit fit, long count, string label)
    {
        var moved = order.Where((axis, place) => axis != place).Order().ToArray();
        var (what, fix) = moved.Length == 2
            ? ($"transposed: its axes {moved[0]} and {moved[1]} are swapped", $"transpose({moved[0]}, {moved[1]})")
            : ("permuted: its axes stand in another order", $"permute({string.Join(", ", order)})");
        return fit.Explains(
            CauseKind.Transpose, $"{label} is {what}",
            $"After {fix} it is B's to {Words.Residual(fit.Residual)} over {Words.Count(count)} elements",
            $"Swap the factors, or transpose the result: {fix}", complexity: 2);
    }

    /// <summary>The explanation of another order of slices.</summary>
    public static Explanation OfSlices(SliceOrder order, Fit fit, long[] shape, string label)
    {
        var size = shape[order.Axis];
        var name = SliceOrderNames.Of(order);
        var (text, how) = order.Sizes.IsEmpty
            ? ($"has its {order.Order.Length} blocks of {Count(size / order.Order.Length, "slice")} along axis {order.Axis} in another "
                + "order", $"taken in the order {Shown(order)}")
            : (
                $"has the slices of its axis {order.Axis}, seen as {Sizes(order)}, in another order",
                $"with that axis reshaped to {Sizes(order)} and its axes in the order {Shown(order)}");
        return fit.Explains(
            CauseKind.Permutation, $"{label} {text}: {name}", $"{char.ToUpperInvariant(how[0])}{how[1..]}, it is B's to "
                + $"{Words.Residual(fit.Residual)} over {Words.Count(shape.Aggregate(1L, (product, length) => product * length))} elements",
            "Put the slices together in B's order, or read them in it", complexity: 2);
    }

    private static string Count(long count, string what) => FormattableString.Invariant($"{count} {what}{(count == 1 ? "" : "s")}");

    private static string Sizes(SliceOrder order) => $"({string.Join(", ", order.Sizes)})";

    private static string Shown(SliceOrder order)
        => string.Join(',', order.Order.Take(MostShown))
            + (order.Order.Length > MostShown ? $" and {order.Order.Length - MostShown} more" : "");
}
