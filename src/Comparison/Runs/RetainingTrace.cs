using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// A trace whose tensors keep the gradient that autograd computes for them: the kept values too, as backward may write theirs.
/// </summary>
internal sealed class RetainingTrace(LeafCopies leaves) : Trace(leaves.ByName)
{
    /// <inheritdoc />
    private protected override Tensor OnWatch(string name, Tensor value)
    {
        OnKeep(value);
        return value;
    }

    /// <inheritdoc />
    private protected override void OnKeep(Tensor value)
    {
        // A watched leaf or constant has no gradient to retain, and asking for it throws.
        if (value.requires_grad && !value.is_leaf) value.retain_grad();
    }
}
