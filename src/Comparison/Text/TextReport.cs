using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diff;
using static ScratchVsAutograd.Comparison.Text.Numbers;

namespace ScratchVsAutograd.Comparison.Text;

/// <summary>
/// The report for people: a header, a line a tensor, what is wrong, who is right and why, the worst elements, one closing
/// sentence.
/// </summary>
public static class TextReport
{
    /// <summary>A terminal's customary width.</summary>
    public const int DefaultWidth = 80;

    private const int WorstElements = 3;

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
    internal static IEnumerable<TextLine> Lines(
        ComparisonReport report, long? seed, ImmutableArray<(string Label, string Text)> context, int width)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            .. Block(Header(report, seed, context)),
            .. Block(Tensors(report)),
            .. Block(FindingsText.Lines(report, width)),
            .. Block(Worst(report)),
            .. WrappedText.Lines("", ClosingSentence.Of(report), width, report.Agrees ? Tone.Good : Tone.Bad),
        ];
    }

    // A blank line after each block that is not empty.
    private static IEnumerable<TextLine> Block(IEnumerable<TextLine> lines)
    {
        var block = lines.ToList();
        return block.Count == 0 ? block : block.Append(new TextLine(""));
    }

    private static IEnumerable<TextLine> Header(ComparisonReport report, long? seed, ImmutableArray<(string Label, string Text)> context)
    {
        yield return new TextLine($"{report.Computation} on {report.Device}, {report.Dtype.Word()}{(seed is { } number ? FormattableString.Invariant($", seed {number}") : "")}", Tone.Heading);
        foreach (var (label, text) in context) yield return new TextLine($"{label,-9} {text}");
        yield return new TextLine($"tolerance |scratch - autograd| <= {Short(report.Tolerance.Absolute)} + {Short(report.Tolerance.Relative)} * |autograd|");
        yield return new TextLine($"loss      {Exact(report.Loss, report.Dtype)}");
        if (ForwardText.Agreement(report) is { } forward) yield return new TextLine($"forward   {forward}");
    }

    private static IEnumerable<TextLine> Tensors(ComparisonReport report)
    {
        var table = new TextTable(
            new("tensor"), new("shape"), new("allclose"), new("bits"), new("budget", true), new("max abs", true),
            new("ulp", true), new("out/of", true), new("verdict"));
        foreach (var tensor in report.Tensors)
            table.Add(tensor.Verdict.Passes(report.Strict) ? Tone.Good : Tone.Bad, Cells(tensor));
        return table.Lines;
    }

    private static string[] Cells(TensorReport tensor)
    {
        string[] name = [tensor.Name, TensorIndex.Tuple(tensor.Shape)];
        return tensor.Diff switch
        {
            null => [.. name, "-", "-", "-", "-", "-", "-", tensor.Verdict.Word()],
            { Comparable: false } diff => [.. name, "False", "differ", "-", "-", "-", OutOf(diff), tensor.Verdict.Word()],
            { } diff =>
            [
                .. name, diff.AllClose ? "True" : "False", diff.Exact ? "equal" : "differ", Short(diff.Budget), Short(diff.MaxAbs),
                Count(diff.MaxUlp), OutOf(diff), tensor.Verdict.Word(),
            ],
        };
    }

    private static string OutOf(TensorDiff diff) => $"{Count((ulong)diff.OutOfTolerance)}/{Count((ulong)diff.Count)}";

    // Of what is wrong by itself first: what merely inherits a mistake is listed only where nothing else is.
    private static IEnumerable<TextLine> Worst(ComparisonReport report)
    {
        var wrong = report.Tensors.Where(tensor => tensor.Diff is { Worst.Length: > 0 }).ToList();
        var atFault = wrong.Where(tensor => report.Faults.Contains(tensor.Name)).ToList();
        if (wrong.Count == 0) return [];
        var table = new TextTable(
            new("worst elements"), new("scratch", true), new("autograd", true), new("difference", true), new("budget", true), new("ratio", true));
        foreach (var tensor in atFault.Count > 0 ? atFault : wrong)
        {
            foreach (var element in tensor.Diff!.Worst.Take(WorstElements)) table.Add(Tone.Plain, Cells(tensor, element, report));
        }

        return table.Lines;
    }

    private static string[] Cells(TensorReport tensor, ElementDiff element, ComparisonReport report)
    {
        var style = NumberStyle.For([element.Scratch, element.Autograd], report.Dtype);
        return
        [
            $"{tensor.Name}{TensorIndex.Bracketed(TensorIndex.Unravel(element.Index, tensor.Shape))}",
            style.Format(element.Scratch),
            style.Format(element.Autograd),
            Short(element.Difference),
            Short(element.Budget),
            element.Autograd == 0 ? "-" : Short(element.Scratch / element.Autograd),
        ];
    }
}
