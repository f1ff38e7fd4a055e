using System.CommandLine;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Scratch.Catalogue;

namespace ScratchVsAutograd.Harness.Experiments.Op;

/// <summary>One op of the catalogue, between random leaves and a random upstream gradient: <c>compare op:linear</c>.</summary>
internal sealed class OpExperiment(RunOptions run, OpRow row, DefaultedOption<string?> @case) : Experiment
{
    /// <summary>What the name of an op starts with as an experiment.</summary>
    public const string Prefix = "op:";

    /// <inheritdoc />
    public override string Name => Prefix + row.Name;

    /// <inheritdoc />
    public override string Description => $"the op {row.Name} by itself";

    /// <inheritdoc />
    public override bool IsListed => false;

    /// <inheritdoc />
    public override IReadOnlyList<Option> Options => [run.Seed, run.Dtype, @case];

    /// <inheritdoc />
    public override string Smaller => "use a smaller --dtype";

    /// <summary>The option that all ops share.</summary>
    public static DefaultedOption<string?> CaseOption() => OptionFactory.Create(
        "--case", "CASE", "Of an op: which way to call it, such as 'stride and padding' [the plain one]", (string?)null, text => text);

    /// <inheritdoc />
    public override PreparedExperiment Prepare(ParseResult result)
    {
        var seed = run.Seed.ValueIn(result);
        var found = Case(@case.ValueIn(result));
        var leaves = found.Leaves(run.Dtype.ValueIn(result), TorchSharp.torch.CPU, seed: (ulong)seed);
        return new PreparedExperiment(found.Computation(leaves, Name), $"random, {found.Name}") { Seed = seed };
    }

    private OpCase Case(string? typed)
    {
        if (typed is null) return row.Cases[0];
        var names = row.Cases.Select(one => one.Name).ToList();
        return row.Cases.FirstOrDefault(one => one.Name == typed)
            ?? throw new InputException($"{row.Name} has no case '{typed}'{Nearest.Question(typed, names)}; it has "
                + $"{string.Join(", ", names.Select(name => $"'{name}'"))}.");
    }
}
