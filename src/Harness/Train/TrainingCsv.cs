namespace ScratchVsAutograd.Harness.Train;

/// <summary>
/// The whole log as CSV: a header, a line an epoch, numbers with all the digits that read back as the same number, <c>NaN</c>,
/// <c>Inf</c> and <c>-Inf</c> for what is not finite, lines ended by \n on every system.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>epoch</term><description>how often all training rows were learned from; 0 is the start</description></item>
/// <item><term>loss_scratch, loss_autograd</term><description>training loss of the two copies</description></item>
/// <item><term>max_parameter_difference</term><description>max |scratch − autograd| over all parameters</description></item>
/// <item><term>relative_parameter_difference</term><description>the same divided by the largest |autograd| of its
/// parameter</description></item>
/// <item><term>tolerance_budget</term><description>the share of the tolerance that is used; above 1 is disagreement</description></item>
/// <item><term>training_accuracy_…, validation_accuracy_…</term><description>what the experiment measures beside, shares from 0 to
/// 1</description></item>
/// </list>
/// </remarks>
internal static class TrainingCsv
{
    /// <summary>The first line.</summary>
    public static string Header(TrainingLog log) => string.Join(',', Columns(log).Select(column => column.Name));

    /// <summary>Writes all lines.</summary>
    public static void Write(TextWriter writer, TrainingLog log)
    {
        var columns = Columns(log).ToList();
        writer.Write($"{Header(log)}\n");
        foreach (var record in log.Epochs)
            writer.Write($"{string.Join(',', columns.Select(column => Numbers.Exact(column.Value(record))))}\n");
    }

    /// <summary>Writes all lines in UTF-8.</summary>
    public static void Write(Stream output, TrainingLog log)
    {
        using var writer = new StreamWriter(output, leaveOpen: true);
        Write(writer, log);
    }

    private static IEnumerable<(string Name, Func<EpochRecord, double> Value)> Columns(TrainingLog log) =>
    [
        ("epoch", record => record.Epoch),
        ("loss_scratch", record => record.Scratch.Loss),
        ("loss_autograd", record => record.Autograd.Loss),
        ("max_parameter_difference", record => record.Drift.MaxAbs),
        ("relative_parameter_difference", record => record.Drift.MaxRelative),
        ("tolerance_budget", record => record.Drift.Budget),
        .. log.Measures.Index().SelectMany(measure => new (string, Func<EpochRecord, double>)[]
        {
            ($"{measure.Item.Name}_scratch", record => record.Scratch.Measured[measure.Index]),
            ($"{measure.Item.Name}_autograd", record => record.Autograd.Measured[measure.Index]),
        }),
    ];
}
