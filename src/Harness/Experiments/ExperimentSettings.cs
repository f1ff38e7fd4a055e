using ScratchVsAutograd.Harness.Experiments.Notebook;
using ScratchVsAutograd.Scratch.Ops;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary>What the command line says about the experiment itself.</summary>
internal sealed record ExperimentSettings
{
    public WeightInitialization Initialization { get; init; } = WeightInitialization.He;

    public long Seed { get; init; }

    /// <summary>Widths of the hidden layers.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [30];

    public double Epsilon { get; init; } = SoftmaxCrossEntropy.DefaultEpsilon;

    /// <summary>A CSV file, <c>random:NxFxC</c>, or null for the digits.</summary>
    public string? Data { get; init; }

    /// <summary>How many training rows to use; null for all.</summary>
    public int? Batch { get; init; }
}
