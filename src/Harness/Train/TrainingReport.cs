using System.Globalization;
using ScratchVsAutograd.Harness.Experiments;
using ScratchVsAutograd.Harness.Output;
using Spectre.Console;
using static ScratchVsAutograd.Comparison.Text.Numbers;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>The log for people: a header, some of the epochs, one closing sentence.</summary>
internal static class TrainingReport
{
    public static void Write(IAnsiConsole console, TrainingLog log, PreparedExperiment prepared)
    {
        WriteHeader(console, log, prepared);
        WriteEpochs(console, log);
        WriteNotes(console, log);
        console.WriteSentence(TrainingSentences.Closing(log), log.Agrees ? Tone.Good : Tone.Bad);
    }

    private static void WriteHeader(IAnsiConsole console, TrainingLog log, PreparedExperiment prepared)
    {
        var (options, tolerance) = (log.Options, log.Options.Tolerance);
        console.WriteLine($"{prepared.Computation.Name} trained twice on {options.Device}, {options.Dtype.Word()}, {prepared.Start}");
        console.WriteLine($"data       {log.Data}");
        console.WriteLine($"update     {string.Format(CultureInfo.InvariantCulture, options.Rule.Equation, Exact(options.LearningRate))}, full batch, {TrainingSentences.Epochs(options.Epochs)}");
        console.WriteLine($"tolerance  max |scratch - autograd| <= {Short(tolerance.Absolute)} + {Short(tolerance.Relative)} * max |autograd|");
        console.WriteLine($"versions   {LibraryVersions.Text()}");
        console.WriteLine();
    }

    private static void WriteEpochs(IAnsiConsole console, TrainingLog log)
    {
        (string Of, string Side)[] columns =
        [
            ("", "epoch"), ("loss", "scratch"), ("", "autograd"), ("drift", "absolute"), ("", "relative"),
            .. log.Measures.SelectMany(measure => ((string, string)[])[(measure.Heading, "scratch"), ("", "autograd")]),
        ];
        var table = new TextTable([.. columns.Select(column => new TextTable.Column(column.Of, Right: true))]);
        table.Add(Tone.Heading, [.. columns.Select(column => column.Side)]);
        foreach (var record in log.Epochs.Where(record => record == log.Last || IsRound(record.Epoch)))
            table.Add(record.Drift.WithinTolerance ? Tone.Good : Tone.Bad, Cells(record));
        console.WriteLines(table.Lines);
        console.WriteLine();
    }

    private static string[] Cells(EpochRecord record) =>
    [
        record.Epoch.ToString(CultureInfo.InvariantCulture),
        Loss(record.Scratch.Loss),
        Loss(record.Autograd.Loss),
        Short(record.Drift.MaxAbs),
        Short(record.Drift.MaxRelative),
        .. record.Scratch.Measured.Zip(record.Autograd.Measured, (scratch, autograd) => (string[])[Percent(scratch), Percent(autograd)]).SelectMany(pair => pair),
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

    private static void WriteNotes(IAnsiConsole console, TrainingLog log)
    {
        var notes = TrainingSentences.Notes(log).ToList();
        foreach (var note in notes) console.WriteLine(note);
        if (notes.Count > 0) console.WriteLine();
    }
}
