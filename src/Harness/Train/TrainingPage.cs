using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Page;
using ScratchVsAutograd.Comparison.Printing;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>A training as a page of curves.</summary>
internal static class TrainingPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="log">What happened.</param>
    /// <param name="printed">What is said of it to people.</param>
    /// <param name="command">The command line that repeats it.</param>
    public static void Write(Stream output, TrainingLog log, PrintedReport printed, string command)
        => HtmlPage.Write(output, Of(log, printed, command), PlainText.Of(printed, TextReport.DefaultWidth));

    /// <summary>The page.</summary>
    /// <param name="log">What happened.</param>
    /// <param name="printed">What is said of it to people.</param>
    /// <param name="command">The command line that repeats it.</param>
    public static PageContent Of(TrainingLog log, PrintedReport printed, string command) => new()
    {
        Kind = "train",
        Title = printed.Title,
        Answer = printed.Closing,
        Agrees = log.Agrees,
        Command = command,
        Parts = [PagePart.Of(printed, log.Agrees) with { Charts = Charts(log) }],
    };

    private static ImmutableArray<PageChart> Charts(TrainingLog log) =>
    [
        Chart(log, "Loss", ("scratch", record => record.Scratch.Loss), ("autograd", record => record.Autograd.Loss)),
        Chart(
            log, "Drift of the parameters", ("absolute", record => record.Drift.MaxAbs), ("relative", record => record.Drift.MaxRelative),
            ("share of the tolerance", record => record.Drift.Budget)) with { IsLogarithmic = true },
        .. log.Measures.Index().Select(measure => Chart(
            log, measure.Item.Heading, ("scratch", record => record.Scratch.Measured[measure.Index]),
            ("autograd", record => record.Autograd.Measured[measure.Index]))),
    ];

    private static PageChart Chart(TrainingLog log, string title, params ReadOnlySpan<(string Name, Func<EpochRecord, double> Of)> curves)
    {
        var made = ImmutableArray.CreateBuilder<PageChart.Curve>();
        foreach (var (name, of) in curves) made.Add(new(name, [.. log.Epochs.Select(of)]));
        var epochs = log.Epochs.Select(record => (double)record.Epoch);
        return new PageChart(title, "epoch", IsLogarithmic: false, [.. epochs], made.ToImmutable());
    }
}
