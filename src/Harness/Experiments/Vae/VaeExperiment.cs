using System.CommandLine;
using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Scratch.Networks.Vae;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Experiments.Vae;

/// <summary>A variational autoencoder of the handwritten digits.</summary>
internal sealed class VaeExperiment(RunOptions run) : Experiment
{
    private const string OwnName = "vae";
    private const int Hidden = 64;

    // The largest value of a pixel.
    private const int White = 16;

    private readonly DefaultedOption<int> code = OptionFactory.Create(
        "--code", "N", "Numbers in the code of a variational autoencoder [8]", 8, ValueParser.Count);

    /// <inheritdoc />
    public override string Name => OwnName;

    /// <inheritdoc />
    public override string Description => "variational autoencoder of the handwritten digits, with noise that the seed draws";

    /// <inheritdoc />
    public override IReadOnlyList<Option> Options => [run.Seed, code, run.Dtype, run.Batch];

    /// <inheritdoc />
    public override string Smaller => "use a smaller --code, fewer rows with --batch, or a smaller --dtype";

    /// <inheritdoc />
    public override PreparedExperiment Prepare(ParseResult result)
    {
        var (data, seed, size) = (Digits.Load(), run.Seed.ValueIn(result), code.ValueIn(result));
        var compared = run.Batch.ValueIn(result) is { } rows ? data.Take(rows) : data;
        var (parameters, noise) = (VaeNetwork.Parameters(seed, data.Features, Hidden, size), new Generator(unchecked((ulong)seed)));
        var pixels = data.Training.ValuesTensor() / White;
        return new PreparedExperiment(On(compared.Training.ValuesTensor() / White), compared.Description)
        {
            Seed = seed,
            Training = new TrainingRows(data.Training.Count, data.Description, chosen => On(pixels.index_select(0, chosen))),
        };

        Computation On(Tensor X) => new VaeNetwork(OwnName, parameters, X, randn([X.shape[0], size], ScalarType.Float32, generator: noise));
    }
}
