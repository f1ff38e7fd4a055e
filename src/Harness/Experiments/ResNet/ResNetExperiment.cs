using System.CommandLine;
using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Scratch.Networks.Residual;
using Network = ScratchVsAutograd.Scratch.Networks.Residual.ResNet;

namespace ScratchVsAutograd.Harness.Experiments.ResNet;

/// <summary>A residual network on the handwritten digits, as images of 8 × 8.</summary>
internal sealed class ResNetExperiment(RunOptions run, SizeOptions sizes) : Experiment
{
    private const string OwnName = "resnet";

    private readonly DefaultedOption<int> blocks = OptionFactory.Create(
        "--blocks", "N", "Residual blocks in each of the three stages [1]", 1, ValueParser.Count);

    /// <inheritdoc />
    public override string Name => OwnName;

    /// <inheritdoc />
    public override string Description => "residual blocks with batch norm and stride-2 shortcuts on the handwritten digits, cross-entropy";

    /// <inheritdoc />
    public override IReadOnlyList<Option> Options => [run.Seed, sizes.Channels, blocks, run.Dtype, run.Batch];

    /// <inheritdoc />
    public override string Smaller => "use fewer --channels or --blocks, fewer rows with --batch, or a smaller --dtype";

    /// <inheritdoc />
    public override PreparedExperiment Prepare(ParseResult result)
    {
        var (data, seed) = (Digits.Load(), run.Seed.ValueIn(result));
        var size = new ResNetSizes(sizes.Channels.ValueIn(result), blocks.ValueIn(result), data.Classes);
        var parameters = Network.Parameters(seed, size);
        return Classification.Prepare(
            data, run.Batch.ValueIn(result), "fc",
            batch => Network.InTraining(OwnName, size, parameters, batch.Images, batch.Labels),
            (batch, pass) => Network.InEvaluation(OwnName, size, parameters, batch.Images, batch.Labels, pass)) with
        { Seed = seed };
    }
}
