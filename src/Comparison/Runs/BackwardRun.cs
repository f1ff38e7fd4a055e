using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>What the hand-written backward wrote on one forward pass.</summary>
/// <param name="Gradients">The side dictionary.</param>
/// <param name="Failure">Why backward stopped half-way, in a sentence with its line; null where it ran to its end.</param>
internal sealed record BackwardRun(RecordingGradients Gradients, string? Failure)
{
    /// <summary>Runs the hand-written backward on the activations of that forward pass.</summary>
    /// <param name="computation">Whose backward to run.</param>
    /// <param name="reference">The forward pass to invert.</param>
    /// <param name="upstream">Which upstream gradients it is handed.</param>
    public static BackwardRun Of(Computation computation, AutogradRun reference, Upstream upstream)
        => Unowned.By(() => Of(computation, reference, new RecordingGradients(reference, upstream)));

    /// <summary>The same into a side dictionary made for it.</summary>
    /// <exception cref="UnusableComputationException">Backward disposed a tensor of the trace.</exception>
    public static BackwardRun Of(Computation computation, AutogradRun reference, RecordingGradients gradients)
    {
        var failure = Run(computation, reference.Trace, gradients);
        reference.DemandThatNothingIsDisposed("backward");
        gradients.Settle();
        return new BackwardRun(gradients, failure);
    }

    private static string? Run(Computation computation, Trace trace, Gradients gradients)
    {
        using var unrecorded = no_grad();
        try
        {
            computation.Backward(trace, gradients);
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever a stranger's backward throws is a finding about it; what it wrote before is judged all the same.
            return StopSentence.Of("backward", exception);
        }
    }
}
