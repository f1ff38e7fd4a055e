using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Comparison.Text;

namespace ScratchVsAutograd.Comparison.Page;

/// <summary>The check of a custom autograd function as a part of a page.</summary>
internal static class FunctionPart
{
    /// <summary>The part.</summary>
    /// <param name="report">The record.</param>
    /// <param name="printed">What it says to people.</param>
    /// <param name="sources">Finds the source files that it names.</param>
    public static PagePart Of(FunctionReport report, PrintedReport printed, ISourceFiles sources)
        => PagePart.Of(printed, report.Agrees) with
        {
            Judged = "function",
            Reference = "measured",
            Tensors = [.. report.Inputs.Select(Input)],
            Sources = new SourceExcerpts(sources).Of(report),
            Legend = PageNote.Of(Legend.Of(["kinks", .. report.Inputs.Select(input => input.Verdict.Word())])),
        };

    private static PageTensor Input(InputReport input) => new()
    {
        Name = input.Name,
        Role = "input",
        Shape = TensorIndex.Tuple(input.Shape),
        Verdict = input.Verdict.Word(),
        Passes = input.Verdict.Passes(),
        IsAtFault = !input.Verdict.Passes(),
        Numbers = new(
            input.OutOfTolerance == 0, false, input.Budget, input.MaxError, null, input.OutOfTolerance, input.Count, null, null, null),
        Worst = [.. input.Worst.Select(element => new PageElement(
            TensorIndex.Unravel(element.Index, input.Shape), element.Function, element.FiniteDifference, element.Budget))],
    };
}
