using System.CommandLine;
using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Output;
using ScratchVsAutograd.Ops;

namespace ScratchVsAutograd.Harness.Experiments.Notebook;

/// <summary>The options that say which network, on which data.</summary>
internal sealed class NotebookOptions(RunOptions run, SizeOptions sizes)
{
    private readonly DefaultedOption<WeightInitialization> init = OptionFactory.Create(
        "--init", "he|randn", "How the weights are drawn: standard normal, scaled by √(2/features) for he [he]",
        WeightInitialization.He, Initialization);

    private readonly DefaultedOption<double> epsilon = OptionFactory.Create(
        "--epsilon", "E", "Added to the softmax's denominator and inside the logarithm; may be 0 [1e-10]",
        SoftmaxCrossEntropy.DefaultEpsilon, ValueParser.NonNegative);

    private readonly DefaultedOption<string?> data = OptionFactory.Create(
        "--data", "FILE.csv|random:NxFxC",
        "Your own data, the label in the last column; or N Gaussian rows of F features in C classes [the digits]",
        (string?)null, text => text);

    /// <summary>All of them, in help's order.</summary>
    public IReadOnlyList<Option> All => [init, run.Seed, sizes.Hidden, epsilon, run.Dtype, data, run.Batch];

    /// <summary>What was typed.</summary>
    public NotebookSettings Read(ParseResult result) => new()
    {
        Initialization = init.ValueIn(result),
        Seed = run.Seed.ValueIn(result),
        Hidden = sizes.Hidden.ValueIn(result),
        Epsilon = epsilon.ValueIn(result),
        Data = data.ValueIn(result),
        Batch = run.Batch.ValueIn(result),
    };

    /// <summary>The files that were named.</summary>
    public InputFiles[] Inputs(ParseResult result)
        => data.ValueIn(result) is { } path && !path.StartsWith(RandomData.Prefix, StringComparison.Ordinal)
            ? [new InputFiles("--data", path)]
            : [];

    private static WeightInitialization Initialization(string text)
        => WeightInitialization.All.FirstOrDefault(initialization => initialization.Name == text) ?? throw new InputException(
            $"'{text}' is not an initialization{Nearest.Question(text, WeightInitialization.All.Select(known => known.Name))}; "
            + $"expected {string.Join(" or ", WeightInitialization.All)}.");
}
