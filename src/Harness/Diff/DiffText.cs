using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Files;
using static ScratchVsAutograd.Comparison.Text.Numbers;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>A diff for people: a header, a line a tensor, why and what to try, the worst elements, one closing sentence.</summary>
internal static class DiffText
{
    /// <summary>What the report says.</summary>
    /// <param name="report">What to write.</param>
    /// <param name="rows">Which tensors get a row in the table.</param>
    /// <param name="legend">Whether to say what the table's words mean.</param>
    public static PrintedReport Of(DiffReport report, TableRows rows = TableRows.Folded, bool legend = false) => new()
    {
        Title = $"diff {report.A.Path} {report.B.Path}",
        Facts =
        [
            new("A", $"{Side(report.A)}, judged"),
            new("B", $"{Side(report.B)}, the reference"),
            .. report.Tolerances.Select(held => new Entry(
                "tolerance",
                $"|A - B| <= {Short(held.Tolerance.Absolute)} + {Short(held.Tolerance.Relative)} * |B| for {held.Dtype.Word()}")),
        ],
        Table = new FoldedTable(rows).Of(report.Pairs, DiffTable.Columns, Row),
        Legend = legend ? Legend.Of(report.Pairs.Select(pair => pair.Verdict.Word())) : [],
        Findings = [.. DiffFindings.Of(report)],
        Worst = rows == TableRows.None ? null : Worst(report),
        Closing = DiffClosing.Sentence(report),
        Outcome = report.Agrees ? Tone.Good : Tone.Bad,
    };

    private static TensorRow<PairReport> Row { get; } = new(
        pair => FileFault.Shown(pair.Name), pair => pair.Verdict.Passes(), pair => pair.Verdict.Word(), Cells,
        (name, shape, verdict, pairs) => [name, shape, .. DiffTable.Measurements(pairs.Select(pair => pair.Diff)), verdict]);

    private static string Side(SideReport side) => FormattableString.Invariant(
        $"{side.Format}, {side.Count} {(side.Count == 1 ? "tensor" : "tensors")}")
            + $"{(side.DumpSide is { } values ? $", {values} of each" : "")}";

    private static string[] Cells(PairReport pair)
    {
        string[] name = [Name(pair), Both(pair, header => TensorIndex.Tuple(header.Shape))];
        return pair.Diff is { } diff
            ? [.. name, .. DiffTable.Measurements(diff), pair.Verdict.Word()]
            : [.. name, pair is { A: not null, B: not null }
                ? "False"
                : "-", "-", "-", "-", "-", "-", $"{pair.Verdict.Word()}{Dtypes(pair)}"];
    }

    private static string Name(PairReport pair) => Both(pair, header => FileFault.Shown(header.Name));

    private static string Dtypes(PairReport pair)
        => pair.Verdict == PairVerdict.Dtype ? $": {pair.A!.Dtype.Word()} for {pair.B!.Dtype.Word()}" : "";

    // A's | B's, or one of them where they are the same.
    private static string Both(PairReport pair, Func<TensorHeader, string> text)
        => string.Join(" | ", new[] { pair.A, pair.B }.OfType<TensorHeader>().Select(text).Distinct());

    private static Table? Worst(DiffReport report) => DiffTable.OfWorst(
        report.Pairs.Where(pair => pair.Diff is not null).Select(pair => (FileFault.Shown(pair.Name), pair.Diff!)), "A", "B");
}
