using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Slopes;

/// <summary>A trace that hands out one leaf, or one watched tensor, moved by a given amount; the forward pass does not notice.</summary>
internal sealed class PerturbingTrace(LeafCopies leaves, string perturbed, Tensor delta)
    : Trace(leaves.ByName.Select(leaf => leaf.Key == perturbed ? KeyValuePair.Create(perturbed, leaf.Value + delta) : leaf))
{
    /// <inheritdoc />
    private protected override Tensor OnWatch(string name, Tensor value) => name == perturbed ? value + delta : value;
}
