using System.Collections.Immutable;
using ScratchVsAutograd.Harness.Experiments;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>
/// Gradient descent on all training data at once, on two copies of one computation's parameters: one is fed by the
/// hand-written gradients, the other by autograd's.
/// </summary>
internal static class Trainer
{
    /// <summary>Trains both copies.</summary>
    /// <param name="prepared">Any experiment's; the parameters to start from are copied and not changed.</param>
    /// <param name="options">How to train.</param>
    /// <param name="afterEpoch">Called after each update.</param>
    /// <returns>The log; it holds no tensors.</returns>
    public static TrainingLog Run(PreparedExperiment prepared, TrainingOptions options, Action? afterEpoch = null)
    {
        using var scope = NewDisposeScope();
        var subject = new TrainingSubject(prepared, options.Dtype, options.Device);
        var (untrained, scratch, autograd) = (new ScratchLearner(subject), new ScratchLearner(subject), new AutogradLearner(subject));
        var epochs = Run(scratch, autograd, options, afterEpoch);
        return new TrainingLog(options, prepared.Data, epochs, Unmoved(untrained, autograd, options))
        {
            Measures = [.. prepared.Measures.Select(measure => (measure.Name, measure.Heading))],
        };
    }

    /// <summary>Trains any two learners side by side.</summary>
    /// <param name="scratch">The one in question.</param>
    /// <param name="autograd">The reference; its parameters have the same shapes.</param>
    /// <param name="options">How to train.</param>
    /// <param name="afterEpoch">Called after each update.</param>
    /// <returns>A record of the start and one of each epoch.</returns>
    public static ImmutableArray<EpochRecord> Run(Learner scratch, Learner autograd, TrainingOptions options, Action? afterEpoch = null)
    {
        var (updateByHand, updateByAutograd) = (scratch.UpdatedBy(options), autograd.UpdatedBy(options));
        var records = ImmutableArray.CreateBuilder<EpochRecord>(options.Epochs + 1);
        for (var epoch = 0; epoch <= options.Epochs; epoch++)
        {
            using var scope = NewDisposeScope();
            var randomState = get_rng_state();
            var byHand = scratch.Forward();
            // A forward pass may draw random numbers: both have the same.
            set_rng_state(randomState);
            var byAutograd = autograd.Forward();
            var drift = ParameterDrift.Between(scratch.Parameters, autograd.Parameters, options.Tolerance);
            records.Add(new EpochRecord(epoch, scratch.Score(byHand), autograd.Score(byAutograd), drift));
            if (epoch == options.Epochs) break;
            scratch.Learn(byHand, updateByHand);
            autograd.Learn(byAutograd, updateByAutograd);
            afterEpoch?.Invoke();
        }

        return records.MoveToImmutable();
    }

    private static ImmutableArray<string> Unmoved(Learner untrained, Learner trained, TrainingOptions options)
        => [.. untrained.Parameters.Zip(trained.Parameters, (before, after) => ParameterDrift.Of(before, after, options.Tolerance))
            .Where(movement => movement.WithinTolerance)
            .Select(movement => movement.Furthest)];
}
