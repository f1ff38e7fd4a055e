using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>Where gradients are NaN or infinite.</summary>
internal static class NonFinitePlaces
{
    /// <summary>
    /// Whether the sides are not finite in different places or ways. Equal infinities are no difference; NaN never agrees.
    /// </summary>
    public static bool Differ(GradientPair pair)
    {
        using var scope = NewDisposeScope();
        var finite = pair.Scratch.isfinite().logical_and(pair.Autograd.isfinite());
        return finite.logical_or(pair.Scratch == pair.Autograd).logical_not().any().item<bool>();
    }

    /// <summary>Whether a tensor is not finite in a place where another of its shape is.</summary>
    public static bool AreIn(Tensor tensor, Tensor butNotIn)
    {
        using var scope = NewDisposeScope();
        return tensor.isfinite().logical_not().logical_and(butNotIn.isfinite()).any().item<bool>();
    }
}
