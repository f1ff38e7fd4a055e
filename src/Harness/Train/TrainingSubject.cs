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
    /// <summary>What is learned.</summary>
    public TrainedComputation Training { get; } = new(prepared.Computation, dtype, device);

    /// <summary>The same on data that is not learned from; null where there is none.</summary>
    public TrainedComputation? Validation { get; } = prepared.Validation is { } make ? new(make(), dtype, device) : null;

    /// <summary>How well it does.</summary>
    public ImmutableArray<Measure> Measures => prepared.Measures;
}
