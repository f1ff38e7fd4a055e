using System.CommandLine;
using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Scratch.Networks.Mlp;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Experiments.Mlp;

/// <summary>A multilayer perceptron of any depth on the handwritten digits, with normalization and dropout.</summary>
internal sealed class MlpExperiment(RunOptions run, SizeOptions sizes) : Experiment
{
    private const string OwnName = "mlp";

    private readonly DefaultedOption<Activation> activation = OptionFactory.Create(
        "--activation", "NAME", $"{string.Join(", ", Activation.All.Select(one => one.Name))} [relu]", Activation.All[0], Named);

    private readonly DefaultedOption<MlpNormalization> normalization = OptionFactory.Create(
        "--normalization", "none|batch|layer", "What is normalized before an activation [none]", MlpNormalization.None, Normalization);

    private readonly DefaultedOption<double> dropout = OptionFactory.Create(
        "--dropout", "P", "With which probability an activation is dropped, by masks that the seed draws [0]", 0d, Probability);

    /// <inheritdoc />
    public override string Name => OwnName;

    /// <inheritdoc />
    public override string Description
        => "MLP of any depth on the handwritten digits: any activation, batch or layer normalization, dropout, cross-entropy";

    /// <inheritdoc />
    public override IReadOnlyList<Option> Options
        => [run.Seed, sizes.Hidden, activation, normalization, dropout, run.Dtype, run.Batch];

    /// <inheritdoc />
    public override string Smaller => "use fewer or narrower --hidden layers, fewer rows with --batch, or a smaller --dtype";

    /// <inheritdoc />
    public override PreparedExperiment Prepare(ParseResult result)
    {
        var (data, seed) = (Digits.Load(), run.Seed.ValueIn(result));
        var size = new MlpSizes(
            data.Features, sizes.Hidden.ValueIn(result), data.Classes, activation.ValueIn(result), normalization.ValueIn(result),
            dropout.ValueIn(result));
        NetworkLimits.Check([data.Features, .. size.Hidden, data.Classes], run.Batch.ValueIn(result) ?? data.Training.Count);
        var (parameters, masks) = (MlpNetwork.Parameters(seed, size), new Generator(unchecked((ulong)seed)));
        return Classification.Prepare(
            data, run.Batch.ValueIn(result), "output",
            batch => MlpNetwork.InTraining(OwnName, size, parameters, batch.X, batch.Labels, masks),
            (batch, pass) => MlpNetwork.InEvaluation(OwnName, size, parameters, batch.X, batch.Labels, pass)) with
        { Seed = seed };
    }

    private static Activation Named(string name)
    {
        var names = Activation.All.Select(one => one.Name).ToList();
        return Activation.All.FirstOrDefault(one => one.Name == name) ?? throw new InputException(
            $"'{name}' is not an activation{Nearest.Question(name, names)}; expected {string.Join(", ", names[..^1])} or {names[^1]}.");
    }

    private static MlpNormalization Normalization(string name) => name switch
    {
        "none" => MlpNormalization.None,
        "batch" => MlpNormalization.Batch,
        "layer" => MlpNormalization.Layer,
        _ => throw new InputException(
            $"'{name}' is not a normalization{Nearest.Question(name, ["none", "batch", "layer"])}; expected none, batch or layer."),
    };

    private static double Probability(string text)
        => ValueParser.NonNegative(text) is < 1 and var probability
            ? probability
            : throw new InputException($"'{text}' is too large; expected a number from 0 and below 1, such as 0.2.");
}
