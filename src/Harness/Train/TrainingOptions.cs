using TorchSharp;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>How the two copies are trained.</summary>
internal sealed record TrainingOptions
{
    /// <summary>The usual α.</summary>
    public const double DefaultLearningRate = 0.03;

    /// <summary>The usual number of epochs.</summary>
    public const int DefaultEpochs = 100;

    /// <summary>α of the update; above 0.</summary>
    public double LearningRate { get; init; } = DefaultLearningRate;

    /// <summary>How a gradient becomes an update.</summary>
    public UpdateRule Rule { get; init; } = UpdateRule.All[0];

    /// <summary>What the learning rate is multiplied by as training goes on.</summary>
    public RateSchedule Schedule { get; init; } = RateSchedule.All[0];

    /// <summary>How often all training rows are gone through; 1 or more.</summary>
    public int Epochs { get; init; } = DefaultEpochs;

    /// <summary>The most rows that an update is computed on; null for all.</summary>
    public int? Batch { get; init; }

    /// <summary>Draws the order of the rows of each epoch.</summary>
    public long Seed { get; init; }

    /// <summary>The precision of parameters and data.</summary>
    public ScalarType Dtype { get; init; } = ScalarType.Float32;

    /// <summary>Where to train.</summary>
    public Device Device { get; init; } = torch.CPU;

    /// <summary>How far apart the parameters may be: see <see cref="ParameterDrift"/>.</summary>
    public Tolerance Tolerance => Tolerance.For(Dtype);
}
