using System.Collections.Immutable;
using ScratchVsAutograd.Harness.Experiments;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>
/// What every copy learns: the computation and what it is asked beside. Its tensors live in the dispose scope it was made in.
/// </summary>
/// <param name="prepared">Any experiment's.</param>
/// <param name="dtype">The precision of parameters and data.</param>
/// <param name="device">Where to train.</param>
internal sealed class TrainingSubject(PreparedExperiment prepared, ScalarType dtype, Device device)
{
    /// <summary>What is learned, on all rows at once, or as many as the loss is reported of.</summary>
    public TrainedComputation Training { get; } = Placed(
        prepared.Training is { } rows ? rows.On(arange(rows.Reported, ScalarType.Int64)) : prepared.Computation, dtype, device);

    /// <summary>How well it does.</summary>
    public ImmutableArray<Measure> Measures => prepared.Measures;

    /// <summary>The same on data that is not learned from; null where there is none.</summary>
    /// <param name="training">A forward pass of <see cref="Training"/>.</param>
    public TrainedComputation? Validation(ForwardPass training)
        => prepared.Validation is { } make ? Placed(make(training.Trace), dtype, device) : null;

    /// <summary>How many batches an epoch has.</summary>
    /// <param name="size">The most rows of a batch; null for all.</param>
    public int BatchCount(int? size)
        => prepared.Training is { } rows && size < rows.Count ? (rows.Count + size.Value - 1) / size.Value : 1;

    /// <summary>
    /// An epoch's batches, each in a dispose scope of its own: the rows in random order, split into parts that differ by one row at most.
    /// </summary>
    /// <param name="count">See <see cref="BatchCount"/>.</param>
    /// <param name="shuffling">Draws the order; one batch of all rows has theirs.</param>
    public IEnumerable<TrainedComputation> Batches(int count, Generator shuffling)
    {
        if (prepared.Training is not { } rows)
        {
            yield return Training;
            yield break;
        }

        using var order = count == 1
            ? arange(rows.Count, ScalarType.Int64)
            : randperm(rows.Count, ScalarType.Int64, generator: shuffling);
        for (var batch = 0; batch < count; batch++)
        {
            using var scope = NewDisposeScope();
            var (from, to) = (Boundary(batch), Boundary(batch + 1));
            yield return Placed(rows.On(order.narrow(0, from, to - from)), dtype, device);
        }

        long Boundary(int batch) => (long)rows.Count * batch / count;
    }

    private static TrainedComputation Placed(Computation computation, ScalarType dtype, Device device) => new(computation, dtype, device);
}
