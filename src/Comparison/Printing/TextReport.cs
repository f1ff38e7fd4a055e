using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Comparison.Text;
using static ScratchVsAutograd.Comparison.Text.Numbers;

namespace ScratchVsAutograd;

// This folder: reports for people. PrintedReport is what one says (a title, facts, tables, findings, a closing sentence), TextReport and
// FunctionTextReport fill it from the records, and PlainText makes lines of it. A writer for another medium starts from PrintedReport
// too.

/// <summary>
/// The report for people: a header, a line a tensor, what is wrong, who is right and why, the worst elements, one closing
/// sentence.
/// </summary>
public static class TextReport
{
    /// <summary>A terminal's customary width.</summary>
    public const int DefaultWidth = 80;

    /// <summary>The whole report without colours.</summary>
    /// <param name="report">What to write.</param>
    /// <param name="width">How long sentences may run, in characters; tables are as wide as they must be.</param>
    public static string Of(ComparisonReport report, int width = DefaultWidth)
    {
        ArgumentNullException.ThrowIfNull(report);
        return PlainText.Of(Printed(report), width);
    }

    /// <summary>What the report says.</summary>
    /// <param name="report">What to write.</param>
    /// <param name="seed">What the random generator was seeded with, where that is known.</param>
    /// <param name="rows">Which tensors get a row in the table.</param>
    /// <param name="legend">Whether to say what the table's words mean.</param>
    /// <param name="context">More facts for the header.</param>
    internal static PrintedReport Printed(
        ComparisonReport report, long? seed = null, TableRows rows = TableRows.Folded, bool legend = false,
        params ImmutableArray<Entry> context) => new()
        {
            Title = $"{report.Computation} on {report.Device}, "
                + $"{report.Dtype.Word()}{(seed is { } number ? FormattableString.Invariant($", seed {number}") : "")}",
            Facts = [.. context, .. Facts(report)],
            Table = new FoldedTable(rows).Of(report.Tensors, DiffTable.Columns, Row(report.Strict)),
            Legend = legend ? Legend.Of(report.Tensors.Select(tensor => tensor.Verdict.Word())) : [],
            Findings = [.. FindingsText.Of(report)],
            Worst = rows == TableRows.None ? null : Worst(report),
            Closing = ClosingSentence.Of(report),
            Outcome = report.Agrees ? Tone.Good : Tone.Bad,
        };

    private static IEnumerable<Entry> Facts(ComparisonReport report)
    {
        yield return new(
            "tolerance", $"|scratch - autograd| <= {Short(report.Tolerance.Absolute)} + {Short(report.Tolerance.Relative)} * |autograd|");
        yield return new("loss", Exact(report.Loss, report.Dtype));
        yield return new("compared", Compared(report));
        if (ForwardText.Agreement(report) is { } forward) yield return new("forward", forward);
    }

    private static string Compared(ComparisonReport report)
        => $"every gradient that backward writes or should: {report.Tensors.Length}"
            + (report.NotCompared.IsEmpty ? "" : $"; not compared: {NameList.Short(report.NotCompared)}");

    private static TensorRow<TensorReport> Row(bool strict) => new(
        tensor => tensor.Name, tensor => tensor.Verdict.Passes(strict), tensor => tensor.Verdict.Word(),
        tensor => [tensor.Name, TensorIndex.Tuple(tensor.Shape), .. DiffTable.Measurements(tensor.Diff), tensor.Verdict.Word()],
        (name, shape, verdict, tensors) => [name, shape, .. DiffTable.Measurements(tensors.Select(tensor => tensor.Diff)), verdict]);

    // Of what is wrong by itself first: what merely inherits a mistake is listed only where nothing else is.
    private static Table? Worst(ComparisonReport report)
    {
        var wrong = report.Tensors.Where(tensor => tensor.Diff is { Worst.Length: > 0 }).ToList();
        var atFault = wrong.Where(tensor => report.Faults.Contains(tensor.Name)).ToList();
        return DiffTable.OfWorst(
            (atFault.Count > 0 ? atFault : wrong).Select(tensor => (tensor.Name, tensor.Diff!)), "scratch", "autograd");
    }
}
