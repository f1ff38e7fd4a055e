using System.Collections.Immutable;
using ScratchVsAutograd.Harness.Experiments.Notebook;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>
/// Gradient descent on all training rows at once, W ← W − α ∂L/∂W, on two copies of one network: one is fed by the hand-written
/// gradients, the other by autograd's.
/// </summary>
internal static class Trainer
{
    /// <summary>Trains both copies.</summary>
    /// <param name="start">The weights to start from, which are copied and not changed, and the data.</param>
    /// <param name="options">How to train.</param>
    /// <param name="afterEpoch">Called after each update.</param>
    /// <returns>The log; it holds no tensors.</returns>
    public static TrainingLog Run(NetworkStart start, TrainingOptions options, Action? afterEpoch = null)
    {
        using var scope = NewDisposeScope();
        var training = start.Data.TrainingBatch().To(options.Dtype, options.Device);
        var validation = start.Data.ValidationBatch().To(options.Dtype, options.Device);
        var untrained = new ScratchLearner(Copy(), training, validation);
        var scratch = new ScratchLearner(Copy(), training, validation);
        var autograd = new AutogradLearner(Copy(), training, validation);
        var epochs = Run(scratch, autograd, options, afterEpoch);
        return new TrainingLog(options, start.Data.Description, epochs, Unmoved(untrained, autograd, options));

        NetworkStart Copy() => start.Copy(options.Dtype, options.Device);
    }

    /// <summary>Trains any two learners side by side.</summary>
    /// <param name="scratch">The one in question.</param>
    /// <param name="autograd">The reference; its parameters have the same shapes.</param>
    /// <param name="options">How to train.</param>
    /// <param name="afterEpoch">Called after each update.</param>
    /// <returns>A record of the start and one of each epoch.</returns>
    public static ImmutableArray<EpochRecord> Run(Learner scratch, Learner autograd, TrainingOptions options, Action? afterEpoch = null)
    {
        var records = ImmutableArray.CreateBuilder<EpochRecord>(options.Epochs + 1);
        for (var epoch = 0; epoch <= options.Epochs; epoch++)
        {
            using var scope = NewDisposeScope();
            var (byHand, byAutograd) = (scratch.Forward(), autograd.Forward());
            var drift = ParameterDrift.Between(scratch.Parameters, autograd.Parameters, options.Tolerance);
            records.Add(new EpochRecord(epoch, scratch.Score(byHand), autograd.Score(byAutograd), drift));
            if (epoch == options.Epochs) break;
            scratch.Learn(byHand, options.LearningRate);
            autograd.Learn(byAutograd, options.LearningRate);
            afterEpoch?.Invoke();
        }

        return records.MoveToImmutable();
    }

    private static ImmutableArray<string> Unmoved(Learner untrained, Learner trained, TrainingOptions options)
        => [.. untrained.Parameters.Zip(trained.Parameters, (before, after) => ParameterDrift.Of(before, after, options.Tolerance))
            .Where(movement => movement.WithinTolerance)
            .Select(movement => movement.Furthest)];
}
