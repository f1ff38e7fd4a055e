using System.Globalization;
using ScratchVsAutograd.Comparison.Gradcheck;
using ScratchVsAutograd.Comparison.Printing;
using static ScratchVsAutograd.Comparison.Text.Numbers;

namespace ScratchVsAutograd.Harness.Compare;

/// <summary>Every element against finite differences, for people: a line a parameter and a sentence.</summary>
internal static class NumericTable
{
    public static PrintedReport Of(NumericReport report) => new()
    {
        Table = new Table(
            [
                new("numeric"), new("elements", true), new("kinks", true), new("scratch out", true), new("max error", true),
                new("autograd out", true), new("max error", true),
            ],
            [.. report.Leaves.Select(leaf => Table.Line(leaf.ScratchOutOfTolerance == 0 ? Tone.Good : Tone.Bad, Cells(leaf)))]),
        Closing = Sentence(report),
        Outcome = report.ScratchAgrees ? Tone.Good : Tone.Bad,
    };

    private static string[] Cells(NumericLeaf leaf) =>
    [
        leaf.Name, Integer(leaf.Count), Integer(leaf.Inconclusive), Integer(leaf.ScratchOutOfTolerance), Short(leaf.MaxScratchError),
        Integer(leaf.AutogradOutOfTolerance), Short(leaf.MaxAutogradError),
    ];

    private static string Sentence(NumericReport report)
    {
        var elements = report.Leaves.Sum(leaf => leaf.Count);
        var wrong = report.Leaves.Sum(leaf => leaf.ScratchOutOfTolerance);
        var cost = $"({Integer(report.ForwardPasses)} forward passes in float64)";
        if (report.ScratchAgrees) return $"NUMERIC: all {Integer(elements)} hand-written elements match finite differences {cost}.";
        return wrong == 0
            ? $"NUMERIC: a whole parameter lies at kinks of the loss, or the loss is not finite; finite differences cannot say {cost}."
            : $"NUMERIC: {Integer(wrong)} of {Integer(elements)} hand-written elements do not match finite differences {cost}.";
    }

    private static string Integer(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
