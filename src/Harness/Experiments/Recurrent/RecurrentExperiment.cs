using System.CommandLine;
using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Scratch.Networks.Recurrent;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Experiments.Recurrent;

/// <summary>A recurrent network on the handwritten digits: the 8 rows of each, from the top, as a sequence.</summary>
internal sealed class RecurrentExperiment : Experiment
{
    private readonly RunOptions run;
    private readonly SizeOptions sizes;
    private readonly Func<long, long, long, long, IReadOnlyList<Leaf>> parameters;
    private readonly Func<IReadOnlyList<Leaf>, Tensor, Tensor, Computation> network;

    private RecurrentExperiment(
        string name, string cell, RunOptions run, SizeOptions sizes, Func<long, long, long, long, IReadOnlyList<Leaf>> parameters,
        Func<IReadOnlyList<Leaf>, Tensor, Tensor, Computation> network)
    {
        (this.run, this.sizes, this.parameters, this.network) = (run, sizes, parameters, network);
        Name = name;
        Description = $"{cell} through the 8 rows of the handwritten digits, cross-entropy";
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override string Description { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Option> Options => [run.Seed, sizes.State, run.Dtype, run.Batch];

    /// <inheritdoc />
    public override string Smaller => "use a smaller --state, fewer rows with --batch, or a smaller --dtype";

    /// <summary>Long short-term memory.</summary>
    public static RecurrentExperiment Lstm(RunOptions run, SizeOptions sizes)
        => new(
            "lstm", "long short-term memory", run, sizes, LstmNetwork.Parameters,
            (parameters, X, y) => new LstmNetwork("lstm", parameters, X, y));

    /// <summary>Gated recurrent units.</summary>
    public static RecurrentExperiment Gru(RunOptions run, SizeOptions sizes)
        => new(
            "gru", "gated recurrent units", run, sizes, GruNetwork.Parameters,
            (parameters, X, y) => new GruNetwork("gru", parameters, X, y));

    /// <inheritdoc />
    public override PreparedExperiment Prepare(ParseResult result)
    {
        var (data, seed) = (Digits.Load(), run.Seed.ValueIn(result));
        var drawn = parameters(seed, Digits.Side, sizes.State.ValueIn(result), data.Classes);
        return Classification.Prepare(
            data, run.Batch.ValueIn(result), "output", batch => network(drawn, batch.Images.squeeze(1), batch.Labels)) with
        { Seed = seed };
    }
}
