using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>Learns from the gradients written by hand; autograd records nothing of it.</summary>
internal sealed class ScratchLearner(TrainingSubject subject) : Learner(subject)
{
    /// <inheritdoc />
    protected override IReadOnlyList<Tensor?> Gradients(TrainedComputation batch)
    {
        using var unrecorded = no_grad();
        var d = batch.Forward(Parameters).Backward();
        return [.. Parameters.Select(parameter => d.Find(parameter.Value))];
    }
}
