using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Experiments.Notebook;
using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>Learns from the gradients written by hand; autograd records nothing of it.</summary>
internal sealed class ScratchLearner(NetworkStart start, Batch training, Batch validation) : Learner(start, training, validation)
{
    /// <inheritdoc />
    protected override IReadOnlyList<Tensor> Gradients(ForwardPass pass)
    {
        using var unrecorded = no_grad();
        var d = new Gradients(pass.Trace);
        Network.Backward(pass.Trace, d);
        return [.. Parameters.Select(parameter => d[parameter.Value])];
    }
}
