using System.CommandLine;
using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Experiments.LeNet;

/// <summary>A convolutional network on the handwritten digits, as images of 8 × 8.</summary>
internal sealed class LeNetExperiment(RunOptions run, SizeOptions sizes) : Experiment
{
    private const string OwnName = "lenet";

    /// <inheritdoc />
    public override string Name => OwnName;

    /// <inheritdoc />
    public override string Description => "two convolutions with max-pooling on the handwritten digits, cross-entropy";

    /// <inheritdoc />
    public override IReadOnlyList<Option> Options => [run.Seed, sizes.Channels, run.Dtype, run.Batch];

    /// <inheritdoc />
    public override string Smaller => "use fewer --channels, fewer rows with --batch, or a smaller --dtype";

    /// <inheritdoc />
    public override PreparedExperiment Prepare(ParseResult result)
        => Prepare(run.Seed.ValueIn(result), sizes.Channels.ValueIn(result), run.Batch.ValueIn(result));

    /// <summary>The images and freshly drawn weights, float32, in the caller's dispose scope.</summary>
    /// <param name="seed">What draws the weights.</param>
    /// <param name="channels">Kernels of the first convolution.</param>
    /// <param name="rows">How many of the training rows to compare on; null for all.</param>
    public static PreparedExperiment Prepare(long seed, int channels, int? rows)
    {
        var data = Digits.Load();
        var parameters = Scratch.Networks.LeNet.Parameters(seed, Digits.Side, Digits.Side, data.Classes, (channels, 2 * channels));
        return Classification.Prepare(data, rows, "Z3", On) with { Seed = seed };

        Computation On(Batch batch) => new Scratch.Networks.LeNet(OwnName, parameters, batch.Images, batch.Labels);
    }
}
