using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// The right slices along an axis in another order, such as heads or gates that were put together the wrong way round. Both
/// sides' slices are sorted by a weighted sum of their elements and then compared in full.
/// </summary>
internal sealed class RowsReordered : Signature
{
    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
    {
        // Along the only axis, any reordering is one of single elements.
        if (gradient.Right.shape.Count(size => size > 1) < 2 || !IsVaried(gradient)) return null;
        for (var axis = 0L; axis < gradient.Right.Dimensions; axis++)
        {
            if (gradient.Right.shape[axis] < 2) continue;
            var residual = Match.Residual(Sorted(gradient.Wrong, axis), Sorted(gradient.Right, axis));
            if (!(residual <= gradient.Fits)) continue;
            return gradient.Explained(
                CauseKind.Permutation,
                $"{gradient.Label} is right up to the order of its slices along axis {axis}",
                $"the {gradient.Right.shape[axis]} slices of axis {axis} are {gradient.Reference}'s to {Words.Residual(residual)}, in "
                    + "another order",
                $"put the slices along axis {axis} together in the order of {gradient.Name}",
                residual,
                complexity: 4);
        }

        return null;
    }

    private static Tensor Sorted(Tensor gradient, long axis)
    {
        var rows = gradient.movedim([axis], [0]).flatten(1);
        var weights = arange(1, rows.shape[1] + 1, dtype: ScalarType.Float64, device: rows.device).cos();
        return rows[(rows * weights).sum([1L]).argsort()];
    }
}
