using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>One forward pass over the training rows; its tensors live in the dispose scope it was run in.</summary>
/// <param name="trace">See <see cref="Trace"/>.</param>
/// <param name="loss">See <see cref="Loss"/>.</param>
internal sealed class ForwardPass(Trace trace, Tensor loss)
{
    /// <summary>What the pass named.</summary>
    public Trace Trace { get; } = trace;

    /// <summary>The loss, a scalar.</summary>
    public Tensor Loss { get; } = loss;
}
