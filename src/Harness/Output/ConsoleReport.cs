using ScratchVsAutograd.Comparison;
using ScratchVsAutograd.Comparison.Diff;
using Spectre.Console;
using static ScratchVsAutograd.Harness.Output.Numbers;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>The report for people: a header, a line a tensor, the worst elements of what disagrees, one closing sentence.</summary>
internal static class ConsoleReport
{
    private const int WorstElements = 3;

    public static void Write(IAnsiConsole console, ComparisonReport report, ReportContext context)
    {
        WriteHeader(console, report, context);
        WriteTensors(console, report);
        WriteNotes(console, report);
        WriteWorst(console, report);
        console.WriteLine(ClosingSentence.Of(report), Style.Parse(report.Agrees ? "green" : "red"));
    }

    private static void WriteHeader(IAnsiConsole console, ComparisonReport report, ReportContext context)
    {
        console.WriteLine($"{report.Computation} on {report.Device}, {report.Dtype.Word()}{Seed(context)}");
        console.WriteLine($"data      {context.Data}");
        console.WriteLine($"tolerance |scratch - autograd| <= {Short(report.Tolerance.Absolute)} + {Short(report.Tolerance.Relative)} * |autograd|");
        console.WriteLine($"versions  {LibraryVersions.Text()}");
        console.WriteLine($"loss      {Exact(report.Loss, report.Dtype)}");
        console.WriteLine();
    }

    private static string Seed(ReportContext context) => context.Seed is { } seed ? FormattableString.Invariant($", seed {seed}") : "";

    private static void WriteTensors(IAnsiConsole console, ComparisonReport report)
    {
        var table = new TextTable(
            new("tensor"), new("shape"), new("allclose"), new("bits"), new("budget", true), new("max abs", true),
            new("ulp", true), new("out/of", true), new("verdict"));
        foreach (var tensor in report.Tensors) table.Add(StyleOf(tensor, report.Strict), Cells(tensor));
        table.WriteTo(console);
        console.WriteLine();
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

    private static string StyleOf(TensorReport tensor, bool strict) => tensor.Verdict.Passes(strict) ? "green" : "red";

    private static void WriteNotes(IAnsiConsole console, ComparisonReport report)
    {
        var notes = ReportNotes.Of(report).ToList();
        foreach (var note in notes) console.WriteLine(note);
        if (notes.Count > 0) console.WriteLine();
    }

    private static void WriteWorst(IAnsiConsole console, ComparisonReport report)
    {
        var wrong = report.Tensors.Where(tensor => tensor.Diff is { Worst.Length: > 0 }).ToList();
        if (wrong.Count == 0) return;
        var table = new TextTable(
            new("worst elements"), new("scratch", true), new("autograd", true), new("difference", true), new("budget", true), new("ratio", true));
        foreach (var tensor in wrong)
        {
            foreach (var element in tensor.Diff!.Worst.Take(WorstElements)) table.Add(null, Cells(tensor, element, report));
        }

        table.WriteTo(console);
        console.WriteLine();
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
