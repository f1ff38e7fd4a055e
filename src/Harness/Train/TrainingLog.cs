using System.Collections.Immutable;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>What happened while one start was trained twice, with gradients by hand and by autograd.</summary>
/// <param name="Options">How it was trained.</param>
/// <param name="Data">On what, in words.</param>
/// <param name="Epochs">The state after 0, 1, … epochs: one record more than there were epochs.</param>
/// <param name="Unmoved">
/// The parameters that autograd's updates together moved by less than the tolerance: a backward that never wrote their gradient
/// would have passed too.
/// </param>
internal sealed record TrainingLog(
    TrainingOptions Options, string Data, ImmutableArray<EpochRecord> Epochs, ImmutableArray<string> Unmoved)
{
    /// <summary>What the scores measured beside the loss, as files and as tables call it.</summary>
    public ImmutableArray<(string Name, string Heading)> Measures { get; init; } = [];

    /// <summary>The state at the end.</summary>
    public EpochRecord Last => Epochs[^1];

    /// <summary>How far apart the same training in float64 ends; null where that was not asked.</summary>
    public ParameterDrift? InFloat64 { get; init; }

    /// <summary>
    /// Whether the two copies ended with the same parameters, within tolerance; or, as training may magnify rounding, did in float64.
    /// </summary>
    public bool Agrees => Last.Drift.WithinTolerance || InFloat64 is { WithinTolerance: true };
}
