using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>A trace that ends the graph at every watched tensor, and starts a new one there from the same value.</summary>
/// <param name="leaves">What it hands out.</param>
/// <param name="change">Changes what is watched, or null.</param>
internal sealed class CuttingTrace(LeafCopies leaves, Func<string, Tensor, Tensor>? change = null) : Trace(leaves.ByName)
{
    private readonly Dictionary<string, Tensor> ends = new(StringComparer.Ordinal);

    /// <summary>The watched tensors as they were computed, each the end of its piece of the graph.</summary>
    public IReadOnlyDictionary<string, Tensor> Ends => ends;

    /// <inheritdoc />
    private protected override Tensor OnWatch(string name, Tensor value)
    {
        value = change?.Invoke(name, value) ?? value;
        if (!value.requires_grad) return value;
        ends.Add(name, value);
        return value.detach().requires_grad_(true);
    }
}
