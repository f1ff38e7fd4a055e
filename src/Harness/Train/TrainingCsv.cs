using ScratchVsAutograd.Files.Writing;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Train;

/// <summary>
/// The whole log as CSV: a header, a line an epoch, numbers with all the digits that read back as the same number, <c>NaN</c>,
/// <c>Inf</c> and <c>-Inf</c> for what is not finite, lines ended by \n on every system.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>epoch</term><description>how many updates; 0 is the start</description></item>
/// <item><term>loss_scratch, loss_autograd</term><description>training loss of the two networks</description></item>
/// <item><term>max_parameter_difference</term><description>max |scratch − autograd| over all parameters</description></item>
/// <item><term>relative_parameter_difference</term><description>the same divided by the largest |autograd| of its parameter</description></item>
/// <item><term>tolerance_budget</term><description>the share of the tolerance that is used; above 1 is disagreement</description></item>
/// <item><term>training_accuracy_…, validation_accuracy_…</term><description>share of rows classified rightly, 0 to 1</description></item>
/// </list>
/// </remarks>
internal static class TrainingCsv
{
    private static readonly (string Name, Func<EpochRecord, double> Value)[] Columns =
    [
        ("epoch", record => record.Epoch),
        ("loss_scratch", record => record.Scratch.Loss),
        ("loss_autograd", record => record.Autograd.Loss),
        ("max_parameter_difference", record => record.Drift.MaxAbs),
        ("relative_parameter_difference", record => record.Drift.MaxRelative),
        ("tolerance_budget", record => record.Drift.Budget),
        ("training_accuracy_scratch", record => record.Scratch.TrainingAccuracy),
        ("training_accuracy_autograd", record => record.Autograd.TrainingAccuracy),
        ("validation_accuracy_scratch", record => record.Scratch.ValidationAccuracy),
        ("validation_accuracy_autograd", record => record.Autograd.ValidationAccuracy),
    ];

    /// <summary>The first line.</summary>
    public static string Header { get; } = string.Join(',', Columns.Select(column => column.Name));

    /// <summary>Writes all lines.</summary>
    public static void Write(TextWriter writer, TrainingLog log)
    {
        writer.Write($"{Header}\n");
        foreach (var record in log.Epochs)
            writer.Write($"{string.Join(',', Columns.Select(column => Numbers.Exact(column.Value(record))))}\n");
    }

    /// <summary>Writes the file whole or not at all, in UTF-8.</summary>
    /// <param name="path">The file; one of that name is replaced.</param>
    /// <param name="log">What to write.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static void WriteFile(string path, TrainingLog log) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        Write(writer, log);
    });
}
