using System.Globalization;
using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Harness.Experiments;
using ScratchVsAutograd.Harness.Output;
using static ScratchVsAutograd.Comparison.Text.Numbers;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>The log for people: a header, some of the epochs, one closing sentence.</summary>
internal static class TrainingReport
{
    public static PrintedReport Of(TrainingLog log, PreparedExperiment prepared) => new()
    {
        Title = $"{prepared.Computation.Name} trained twice on {log.Options.Device}, {log.Options.Dtype.Word()}, {prepared.Start}",
        Facts =
        [
            new("data", log.Data) { IsVerbatim = true },
            new(
                "update",
                $"{log.Options.Rule.Equation(Exact(log.Options.LearningRate))}, {TrainingSentences.Batches(log.Options)}, "
                    + $"{TrainingSentences.Epochs(log.Options.Epochs)}{TrainingSentences.Schedule(log.Options)}"),
            new("tolerance", $"max |scratch - autograd| <= {Short(log.Options.Tolerance.Absolute)} + "
                + $"{Short(log.Options.Tolerance.Relative)} * max |autograd|"),
            new("versions", LibraryVersions.Text()),
        ],
        Table = Epochs(log),
        Findings = [.. TrainingSentences.Notes(log).Select(note => new Entry("note", note))],
        Closing = TrainingSentences.Closing(log),
        Outcome = log.Agrees ? Tone.Good : Tone.Bad,
    };

    private static Table Epochs(TrainingLog log)
    {
        (string Of, string Side)[] columns =
        [
            ("", "epoch"), ("loss", "scratch"), ("", "autograd"), ("drift", "absolute"), ("", "relative"),
            .. log.Measures.SelectMany(measure => ((string, string)[])[(measure.Heading, "scratch"), ("", "autograd")]),
        ];
        return new(
            [.. columns.Select(column => new Table.Column(column.Of, IsNumber: true))],
            [
                Table.Line(Tone.Heading, [.. columns.Select(column => column.Side)]),
                .. log.Epochs.Where(record => record == log.Last || IsRound(record.Epoch))
                    .Select(record => Table.Line(record.Drift.WithinTolerance ? Tone.Good : Tone.Bad, Cells(record))),
            ]);
    }

    private static string[] Cells(EpochRecord record) =>
    [
        record.Epoch.ToString(CultureInfo.InvariantCulture),
        Loss(record.Scratch.Loss),
        Loss(record.Autograd.Loss),
        Short(record.Drift.MaxAbs),
        Short(record.Drift.MaxRelative),
        .. record.Scratch.Measured.Zip(record.Autograd.Measured, (scratch, autograd) => (string[])[Percent(scratch), Percent(autograd)])
            .SelectMany(pair => pair),
    ];

    /// <summary>0, 1, 2, 5, 10, 20, 50, 100, …</summary>
    private static bool IsRound(int epoch)
    {
        while (epoch >= 10 && epoch % 10 == 0) epoch /= 10;
        return epoch is 0 or 1 or 2 or 5;
    }

    // Six decimals tell epochs apart, and it is never wider than its column.
    private static string Loss(double loss) => Math.Abs(loss) switch
    {
        < 100 => loss.ToString("F6", CultureInfo.InvariantCulture),
        < 1e6 => loss.ToString("G7", CultureInfo.InvariantCulture),
        _ => Short(loss),
    };

    private static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture);
}
