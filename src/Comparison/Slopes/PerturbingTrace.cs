using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Slopes;

/// <summary>A trace that hands out one leaf, or one watched tensor, moved by a given amount; the forward pass does not notice.</summary>
/// <param name="leaves">The leaves, unmoved.</param>
/// <param name="perturbed">What is moved.</param>
/// <param name="direction">In which direction, of its shape.</param>
/// <param name="step">How far.</param>
internal sealed class PerturbingTrace(LeafCopies leaves, string perturbed, Tensor direction, double step)
    : Trace(leaves.ByName.Select(leaf => leaf.Key == perturbed ? KeyValuePair.Create(perturbed, Moved(leaf.Value, direction, step)) : leaf))
{
    /// <summary>A trace that moves nothing.</summary>
    public PerturbingTrace(LeafCopies leaves) : this(leaves, "", leaves.Items[0].Value, 0)
    {
    }

    /// <inheritdoc />
    private protected override Tensor OnWatch(string name, Tensor value)
    {
        Unowned.Pass();
        return name == perturbed ? Moved(value, direction, step) : value;
    }

    private static Tensor Moved(Tensor value, Tensor direction, double step) => (direction * step).add_(value);
}
