using ScratchVsAutograd.Ops;

namespace ScratchVsAutograd.Harness.Experiments.Notebook;

/// <summary>What the command line says about the notebook's network.</summary>
internal sealed record NotebookSettings
{
    public WeightInitialization Initialization { get; init; } = WeightInitialization.He;

    public long Seed { get; init; }

    /// <summary>Widths of the hidden layers.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [30];

    public double Epsilon { get; init; } = SoftmaxCrossEntropy.DefaultEpsilon;

    /// <summary>A CSV file, <c>random:NxFxC</c>, or null for the digits.</summary>
    public string? Data { get; init; }

    /// <summary>How many training rows to compare on; null for all.</summary>
    public int? Batch { get; init; }
}
