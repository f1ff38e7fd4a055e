using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>
/// A trace whose tensors keep the gradient that autograd computes for them: the kept values too, as backward may write theirs.
/// </summary>
/// <param name="leaves">What it hands out.</param>
/// <param name="change">Changes what is watched, or null.</param>
internal sealed class RetainingTrace(LeafCopies leaves, Func<string, Tensor, Tensor>? change = null) : Trace(leaves.ByName)
{
    /// <inheritdoc />
    private protected override Tensor OnWatch(string name, Tensor value)
    {
        value = change?.Invoke(name, value) ?? value;
        OnKeep(value);
        return value;
    }

    /// <inheritdoc />
    private protected override void OnKeep(Tensor value)
    {
        // A watched leaf or constant has no gradient to retain, and asking for it throws.
        if (value.requires_grad && !value.is_leaf) value.retain_grad();
        Unowned.Pass();
    }
}
