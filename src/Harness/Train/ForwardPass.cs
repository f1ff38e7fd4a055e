using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>One forward pass; its tensors live in the dispose scope it was run in.</summary>
/// <param name="computation">What was run.</param>
/// <param name="trace">See <see cref="Trace"/>.</param>
/// <param name="loss">See <see cref="Loss"/>.</param>
internal sealed class ForwardPass(Computation computation, Trace trace, Tensor loss)
{
    /// <summary>What the pass named.</summary>
    public Trace Trace { get; } = trace;

    /// <summary>The loss, a scalar.</summary>
    public Tensor Loss { get; } = loss;

    /// <summary>The gradients that are written by hand.</summary>
    public Gradients Backward()
    {
        var d = new Gradients(Trace);
        computation.Backward(Trace, d);
        return d;
    }
}
