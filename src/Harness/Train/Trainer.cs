using System.Collections.Immutable;
using ScratchVsAutograd.Harness.Experiments;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>
/// Gradient descent on two copies of one computation's parameters: one is fed by the hand-written gradients, the other by autograd's, both
/// on the same batches.
/// </summary>
internal static class Trainer
{
    /// <summary>Trains both copies.</summary>
    /// <param name="prepared">Any experiment's; the parameters to start from are copied and not changed.</param>
    /// <param name="options">How to train.</param>
    /// <param name="afterUpdate">Called after each update with the share that is done.</param>
    /// <returns>The log; it holds no tensors.</returns>
    public static TrainingLog Run(PreparedExperiment prepared, TrainingOptions options, Action<double>? afterUpdate = null)
    {
        var log = RunOnce(prepared, options, afterUpdate);
        // A wrong formula stays wrong in float64, where rounding is too small to be magnified. What is not finite is not rounding.
        if (log.Agrees || !double.IsFinite(log.Last.Drift.MaxAbs) || !HasFloat64(options)) return log;
        var repeated = RunOnce(prepared, options with { Dtype = ScalarType.Float64 }, afterUpdate);
        return log with { InFloat64 = repeated.Last.Drift };
    }

    private static bool HasFloat64(TrainingOptions options)
        => options.Dtype != ScalarType.Float64 && options.Device.type != TorchSharp.DeviceType.MPS;

    private static TrainingLog RunOnce(PreparedExperiment prepared, TrainingOptions options, Action<double>? afterUpdate)
    {
        using var scope = NewDisposeScope();
        var subject = new TrainingSubject(prepared, options.Dtype, options.Device);
        var (untrained, scratch, autograd) = (new ScratchLearner(subject), new ScratchLearner(subject), new AutogradLearner(subject));
        var epochs = Run(scratch, autograd, options, afterUpdate);
        return new TrainingLog(options, prepared.Training?.Data ?? prepared.Data, epochs, Unmoved(untrained, autograd, options))
        {
            Measures = [.. prepared.Measures.Select(measure => (measure.Name, measure.Heading))],
        };
    }

    /// <summary>Trains any two learners side by side.</summary>
    /// <param name="scratch">The one in question; what it learns is what both learn.</param>
    /// <param name="autograd">The reference; its parameters have the same shapes.</param>
    /// <param name="options">How to train.</param>
    /// <param name="afterUpdate">Called after each update with the share that is done.</param>
    /// <returns>A record of the start and one of each epoch.</returns>
    public static ImmutableArray<EpochRecord> Run(
        Learner scratch, Learner autograd, TrainingOptions options, Action<double>? afterUpdate = null)
    {
        var (updateByHand, updateByAutograd) = (scratch.UpdatedBy(options), autograd.UpdatedBy(options));
        using var shuffling = new Generator(unchecked((ulong)options.Seed));
        var batches = scratch.Subject.BatchCount(options.Batch);
        var (step, steps) = (0L, (long)options.Epochs * batches);
        var records = ImmutableArray.CreateBuilder<EpochRecord>(options.Epochs + 1);
        records.Add(Record(0));
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            foreach (var batch in scratch.Subject.Batches(batches, shuffling))
            {
                updateByHand.Rate = updateByAutograd.Rate = options.LearningRate * options.Schedule.Factor(step, steps);
                Alike(() => scratch.Learn(batch, updateByHand), () => autograd.Learn(batch, updateByAutograd));
                step++;
                afterUpdate?.Invoke((double)step / steps);
            }

            records.Add(Record(epoch));
        }

        return records.MoveToImmutable();

        EpochRecord Record(int epoch)
        {
            Score? byHand = null, byAutograd = null;
            Alike(() => byHand = scratch.Score(), () => byAutograd = autograd.Score());
            var drift = ParameterDrift.Between(scratch.Parameters, autograd.Parameters, options.Tolerance);
            return new EpochRecord(epoch, byHand!, byAutograd!, drift);
        }
    }

    // A forward pass may draw random numbers: both have the same.
    private static void Alike(Action byHand, Action byAutograd)
    {
        using var randomState = get_rng_state();
        byHand();
        set_rng_state(randomState);
        byAutograd();
    }

    private static ImmutableArray<string> Unmoved(Learner untrained, Learner trained, TrainingOptions options)
        => [.. untrained.Parameters.Zip(trained.Parameters, (before, after) => ParameterDrift.Of(before, after, options.Tolerance))
            .Where(movement => movement.WithinTolerance)
            .Select(movement => movement.Furthest)];
}
