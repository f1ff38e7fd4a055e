using System.CommandLine;
using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Scratch.Networks.Vit;

namespace ScratchVsAutograd.Harness.Experiments.Vit;

/// <summary>A vision transformer on the handwritten digits, cut into 16 patches of 2 × 2.</summary>
internal sealed class VitExperiment(RunOptions run, SizeOptions sizes) : Experiment
{
    private const string OwnName = "vit";
    private const int Patch = 2, Patches = Digits.Side / Patch * (Digits.Side / Patch);

    /// <inheritdoc />
    public override string Name => OwnName;

    /// <inheritdoc />
    public override string Description => "vision transformer on the handwritten digits as 16 patches of 2 × 2, cross-entropy";

    /// <inheritdoc />
    public override IReadOnlyList<Option> Options => [run.Seed, .. sizes.OfTransformer, run.Dtype, run.Batch];

    /// <inheritdoc />
    public override string Smaller => "use fewer --layers, less --width, fewer rows with --batch, or a smaller --dtype";

    /// <inheritdoc />
    public override PreparedExperiment Prepare(ParseResult result)
    {
        var (data, seed, size) = (Digits.Load(), run.Seed.ValueIn(result), sizes.Transformer(result));
        var parameters = VitNetwork.Parameters(seed, size, Patches, Patch * Patch, data.Classes);
        return Classification.Prepare(
            data, run.Batch.ValueIn(result), "head",
            batch => new VitNetwork(OwnName, size, parameters, batch.Images, batch.Labels, Patch)) with
        { Seed = seed };
    }
}
