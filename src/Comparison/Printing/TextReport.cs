using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Comparison.Text;
using static ScratchVsAutograd.Comparison.Text.Numbers;
using static ScratchVsAutograd.Comparison.Text.WrappedText;

namespace ScratchVsAutograd;

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
        => string.Join('\n', Lines(report, seed: null, [], width).Select(line => line.Text)) + "\n";

    /// <summary>The report line by line.</summary>
    /// <param name="report">What to write.</param>
    /// <param name="seed">What the random generator was seeded with, where that is known.</param>
    /// <param name="context">More lines for the header, each with its label.</param>
    /// <param name="width">How long sentences may run.</param>
    /// <param name="rows">Which tensors get a row in the table.</param>
    /// <param name="legend">Whether to say below the table what its words mean.</param>
    internal static IEnumerable<TextLine> Lines(
        ComparisonReport report, long? seed, ImmutableArray<(string Label, string Text)> context, int width, TableRows rows = TableRows.Folded, bool legend = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            .. Block(Header(report, seed, context, width)),
            .. Block(Tensors(report, rows)),
            .. Block(legend ? Legend.Lines(report.Tensors.Select(tensor => tensor.Verdict.Word())) : []),
            .. Block(FindingsText.Lines(report, width)),
            .. rows == TableRows.None ? [] : Block(Worst(report)),
            .. WrappedText.Lines("", ClosingSentence.Of(report), width, report.Agrees ? Tone.Good : Tone.Bad),
        ];
    }

    private static IEnumerable<TextLine> Header(ComparisonReport report, long? seed, ImmutableArray<(string Label, string Text)> context, int width)
    {
        yield return new TextLine($"{report.Computation} on {report.Device}, {report.Dtype.Word()}{(seed is { } number ? FormattableString.Invariant($", seed {number}") : "")}", Tone.Heading);
        foreach (var (label, text) in context) yield return new TextLine($"{label,-9} {text}");
        yield return new TextLine($"tolerance |scratch - autograd| <= {Short(report.Tolerance.Absolute)} + {Short(report.Tolerance.Relative)} * |autograd|");
        yield return new TextLine($"loss      {Exact(report.Loss, report.Dtype)}");
        foreach (var line in WrappedText.Lines("compared  ", Compared(report), width)) yield return line;
        if (ForwardText.Agreement(report) is { } forward) yield return new TextLine($"forward   {forward}");
    }

    private static string Compared(ComparisonReport report)
        => $"every gradient that backward writes or should: {report.Tensors.Length}"
            + (report.NotCompared.IsEmpty ? "" : $"; not compared: {NameList.Short(report.NotCompared)}");

    private static IEnumerable<TextLine> Tensors(ComparisonReport report, TableRows rows) => new FoldedTable(rows).Lines(
        report.Tensors, DiffTable.OfTensors(), tensor => tensor.Verdict.Passes(report.Strict), tensor => tensor.Verdict.Word(),
        tensor => [tensor.Name, TensorIndex.Tuple(tensor.Shape), .. DiffTable.Measurements(tensor.Diff), tensor.Verdict.Word()]);

    // Of what is wrong by itself first: what merely inherits a mistake is listed only where nothing else is.
    private static IEnumerable<TextLine> Worst(ComparisonReport report)
    {
        var wrong = report.Tensors.Where(tensor => tensor.Diff is { Worst.Length: > 0 }).ToList();
        var atFault = wrong.Where(tensor => report.Faults.Contains(tensor.Name)).ToList();
        return DiffTable.OfWorst((atFault.Count > 0 ? atFault : wrong).Select(tensor => (tensor.Name, tensor.Diff!)), "scratch", "autograd");
    }
}
