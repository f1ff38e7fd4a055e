using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Pictures;
using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Comparison.Text;

namespace ScratchVsAutograd.Comparison.Page;

/// <summary>A comparison as a part of a page.</summary>
internal static class ComparisonPart
{
    /// <summary>The part.</summary>
    /// <param name="report">The record; with pictures, if it was asked to keep them.</param>
    /// <param name="printed">What it says to people.</param>
    /// <param name="sources">Finds the source files that it names.</param>
    public static PagePart Of(ComparisonReport report, PrintedReport printed, ISourceFiles sources)
        => PagePart.Of(printed, report.Agrees) with
        {
            Tensors = [.. report.Tensors.Select(tensor => Tensor(tensor, report))],
            Uses = report.Uses,
            Sources = new SourceExcerpts(sources).Of(report),
            Witness = [.. report.Witness.Select(PageTestimony.Of)],
            Legend = PageNote.Of(Legend.Of(report.Tensors.Select(tensor => tensor.Verdict.Word()))),
        };

    private static PageTensor Tensor(TensorReport tensor, ComparisonReport report) => new()
    {
        Name = tensor.Name,
        Role = tensor.Role.Word(),
        Shape = TensorIndex.Tuple(tensor.Shape),
        Verdict = tensor.Verdict.Word(),
        Passes = tensor.Verdict.Passes(report.Strict),
        IsAtFault = report.Faults.Contains(tensor.Name),
        Origins = tensor.Origins,
        WrittenAt = [.. tensor.WrittenAt.Select(line => line.ToString()).Distinct()],
        Note = tensor.Note,
        Numbers = PageNumbers.Of(tensor.Diff, tensor.Pictures.GetValueOrDefault(PictureOf.Chained)?.Likeness),
        Worst = PageElement.Worst(tensor.Diff),
        Pictures = PageTensor.PicturesOf(tensor.Pictures),
    };
}
