using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>Learns from the gradients that autograd computes.</summary>
internal sealed class AutogradLearner : Learner
{
    public AutogradLearner(TrainingSubject subject) : base(subject)
    {
        foreach (var parameter in Parameters) parameter.Value.requires_grad_(true);
    }

    /// <inheritdoc />
    protected override IReadOnlyList<Tensor?> Gradients(TrainedComputation batch)
    {
        using var recorded = enable_grad();
        // backward adds to what is there.
        foreach (var parameter in Parameters) parameter.Value.grad = null;
        batch.Forward(Parameters).Loss.backward();
        return [.. Parameters.Select(parameter => parameter.Value.grad)];
    }
}
