using ScratchVsAutograd.Comparison.Page;
using ScratchVsAutograd.Comparison.Pictures;
using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Files;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>A diff as a page.</summary>
internal static class DiffPage
{
    /// <summary>The page.</summary>
    /// <param name="report">The record, with pictures.</param>
    /// <param name="text">What it says to people.</param>
    /// <param name="command">The command line that repeats it.</param>
    public static PageContent Of(DiffReport report, PrintedReport text, string command) => new()
    {
        Kind = "diff",
        Title = text.Title,
        Answer = text.Closing,
        Agrees = report.Agrees,
        Command = command,
        Parts = [Part(report, text)],
    };

    private static PagePart Part(DiffReport report, PrintedReport text) => PagePart.Of(text, report.Agrees) with
    {
        Judged = "A",
        Reference = "B",
        Tensors = [.. report.Pairs.Select(Tensor)],
        Legend = PageNote.Of(Legend.Of(report.Pairs.Select(pair => pair.Verdict.Word()))),
    };

    private static PageTensor Tensor(PairReport pair) => new()
    {
        Name = Both(pair, header => FileFault.Shown(header.Name)),
        Shape = Both(pair, header => TensorIndex.Tuple(header.Shape)),
        Verdict = pair.Verdict.Word(),
        Passes = pair.Verdict.Passes(),
        Note = pair.Note,
        Numbers = PageNumbers.Of(pair.Diff, pair.Picture?.Likeness),
        Worst = PageElement.Worst(pair.Diff),
        Pictures = pair.Picture is { } picture ? [PagePicture.Of(PictureOf.Chained, picture)] : [],
    };

    // A's | B's, or one of them where they are the same.
    private static string Both(PairReport pair, Func<TensorHeader, string> text)
        => string.Join(" | ", new[] { pair.A, pair.B }.OfType<TensorHeader>().Select(text).Distinct());
}
