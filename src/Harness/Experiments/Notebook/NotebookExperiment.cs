using System.CommandLine;
using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Output;
using ScratchVsAutograd.Scratch.Networks;
using static System.FormattableString;

namespace ScratchVsAutograd.Harness.Experiments.Notebook;

/// <summary>The teaching notebook's experiment: an MLP on the handwritten digits, its gradients written by hand.</summary>
internal sealed class NotebookExperiment(RunOptions run, SizeOptions sizes) : Experiment
{
    private const string OwnName = "notebook";

    private readonly NotebookOptions options = new(run, sizes);

    /// <inheritdoc />
    public override string Name => OwnName;

    /// <inheritdoc />
    public override string Description => "MLP on the handwritten digits, softmax cross-entropy with 1e-10 inside the logarithm";

    /// <inheritdoc />
    public override IReadOnlyList<Option> Options => options.All;

    /// <inheritdoc />
    public override string Smaller => "use fewer or narrower --hidden layers, fewer rows with --batch, or a smaller --dtype";

    /// <inheritdoc />
    public override InputFiles[] Inputs(ParseResult result) => options.Inputs(result);

    /// <inheritdoc />
    public override PreparedExperiment Prepare(ParseResult result) => Prepare(options.Read(result));

    /// <summary>The data and the freshly drawn weights, float32, in the caller's dispose scope.</summary>
    /// <exception cref="InputException">The data cannot be used.</exception>
    public static PreparedExperiment Prepare(NotebookSettings settings)
    {
        var data = DataSource.Load(settings.Data, settings.Seed);
        int[] widths = [data.Features, .. settings.Hidden, data.Classes];
        NetworkLimits.Check(widths, settings.Batch ?? data.Training.Count);
        var layers = settings.Initialization.Draw(settings.Seed, widths);
        return Classification.Prepare(data, settings.Batch, $"Z{layers.Count}", On) with
        {
            Seed = settings.Seed,
            Start = Invariant($"seed {settings.Seed}, init {settings.Initialization}"),
        };

        Computation On(Batch batch) => new NotebookMlp(OwnName, batch.X, batch.Y, layers, settings.Epsilon);
    }
}
