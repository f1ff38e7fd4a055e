using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Files;
using static ScratchVsAutograd.Comparison.Text.Numbers;
using static ScratchVsAutograd.Comparison.Text.WrappedText;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>A diff for people: a header, a line a tensor, why and what to try, the worst elements, one closing sentence.</summary>
internal static class DiffText
{
    /// <summary>The report line by line.</summary>
    /// <param name="report">What to write.</param>
    /// <param name="width">How long sentences may run, in characters; tables are as wide as they must be.</param>
    /// <param name="rows">Which tensors get a row in the table.</param>
    /// <param name="legend">Whether to say below the table what its words mean.</param>
    public static IEnumerable<TextLine> Lines(DiffReport report, int width, TableRows rows = TableRows.Folded, bool legend = false) =>
    [
        .. Block(Header(report)),
        .. Block(Tensors(report, rows)),
        .. Block(legend ? Legend.Lines(report.Pairs.Select(pair => pair.Verdict.Word())) : []),
        .. Block(DiffFindings.Lines(report, width)),
        .. rows == TableRows.None ? [] : Block(Worst(report)),
        .. WrappedText.Lines("", DiffClosing.Sentence(report), width, report.Agrees ? Tone.Good : Tone.Bad),
    ];

    private static IEnumerable<TextLine> Header(DiffReport report)
    {
        yield return new TextLine($"diff {report.A.Path} {report.B.Path}", Tone.Heading);
        yield return new TextLine($"A         {Side(report.A)}, judged");
        yield return new TextLine($"B         {Side(report.B)}, the reference");
        foreach (var (dtype, tolerance) in report.Tolerances)
            yield return new TextLine($"tolerance |A - B| <= {Short(tolerance.Absolute)} + {Short(tolerance.Relative)} * |B| for {dtype.Word()}");
    }

    private static string Side(SideReport side) => FormattableString.Invariant(
        $"{side.Format}, {side.Count} {(side.Count == 1 ? "tensor" : "tensors")}{(side.DumpSide is { } values ? $", {values} of each" : "")}");

    private static IEnumerable<TextLine> Tensors(DiffReport report, TableRows rows) => new FoldedTable(rows).Lines(
        report.Pairs, DiffTable.OfTensors(), pair => pair.Verdict.Passes(), pair => pair.Verdict.Word(), Cells);

    private static string[] Cells(PairReport pair)
    {
        string[] name = [Name(pair), Both(pair, header => TensorIndex.Tuple(header.Shape))];
        return pair.Diff is { } diff
            ? [.. name, .. DiffTable.Measurements(diff), pair.Verdict.Word()]
            : [.. name, pair is { A: not null, B: not null } ? "False" : "-", "-", "-", "-", "-", "-", $"{pair.Verdict.Word()}{Dtypes(pair)}"];
    }

    private static string Name(PairReport pair) => Both(pair, header => FileFault.Shown(header.Name));

    private static string Dtypes(PairReport pair)
        => pair.Verdict == PairVerdict.Dtype ? $": {pair.A!.Dtype.Word()} for {pair.B!.Dtype.Word()}" : "";

    // A's | B's, or one of them where they are the same.
    private static string Both(PairReport pair, Func<TensorHeader, string> text)
        => string.Join(" | ", new[] { pair.A, pair.B }.OfType<TensorHeader>().Select(text).Distinct());

    private static IEnumerable<TextLine> Worst(DiffReport report) => DiffTable.OfWorst(
        report.Pairs.Where(pair => pair.Diff is not null).Select(pair => (FileFault.Shown(pair.Name), pair.Diff!)), "A", "B");
}
