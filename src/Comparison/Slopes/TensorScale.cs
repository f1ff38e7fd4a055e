using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Slopes;

/// <summary>What steps are measured in.</summary>
internal static class TensorScale
{
    /// <summary>
    /// A change of that tensor that matters: the root mean square of its elements; where they are all zero, that of the largest leaf.
    /// </summary>
    public static double Of(Tensor tensor, LeafCopies leaves)
        => RootMeanSquare(tensor) is > 0 and var own ? own
            : leaves.Items.Max(item => RootMeanSquare(item.Value)) is > 0 and var largest ? largest
            : 1;

    private static double RootMeanSquare(Tensor tensor)
    {
        if (!tensor.is_floating_point() || tensor.numel() == 0) return 0;
        using var scope = NewDisposeScope();
        var peak = tensor.abs().max().item<double>();

        // Divided first: the squares of 1e-200 or 1e200 are not representable.
        return peak > 0 && double.IsFinite(peak) ? peak * (tensor / peak).square().mean().sqrt().item<double>() : 0;
    }
}
