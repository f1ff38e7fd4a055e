using ScratchVsAutograd.Comparison.Page;
using ScratchVsAutograd.Comparison.Printing;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>What <c>check</c> found as a page.</summary>
internal static class CheckPage
{
    /// <summary>The page.</summary>
    /// <param name="outcomes">One or more.</param>
    /// <param name="closing">What is said of all of them together.</param>
    /// <param name="isOneFile">Whether all are from one file, which then needs no mention.</param>
    /// <param name="command">The command line that repeats it.</param>
    public static PageContent Of(IReadOnlyList<CheckOutcome> outcomes, PrintedReport closing, bool isOneFile, string command) => new()
    {
        Kind = "check",
        Title = string.Join(", ", outcomes.Select(outcome => outcome.File).Distinct().Take(3)),
        Answer = closing.Closing,
        Agrees = closing.Outcome == Tone.Good,
        Command = command,
        Notes = PageNote.Of(closing.Findings),
        Parts = [.. outcomes.Select(outcome => Part(outcome, isOneFile))],
    };

    private static PagePart Part(CheckOutcome outcome, bool isOneFile)
    {
        var part = outcome.Page ?? new PagePart { Name = "", Answer = outcome.Sentence, Agrees = outcome.Agrees };
        return part with
        {
            Name = isOneFile || outcome.IsUnusable ? outcome.Key : $"{outcome.File}: {outcome.Key}",
            Facts = [.. outcome.Printed.Select(line => new PageNote("printed", line)), .. part.Facts],
        };
    }
}
