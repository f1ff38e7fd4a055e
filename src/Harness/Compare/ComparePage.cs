using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Page;
using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Harness.Compare;

/// <summary>A comparison as a page.</summary>
internal static class ComparePage
{
    /// <summary>The page.</summary>
    /// <param name="report">The record, with pictures.</param>
    /// <param name="texts">What it says to people; the first is on the comparison, a second one on the check of every element.</param>
    /// <param name="command">The command line that repeats it.</param>
    public static PageContent Of(ComparisonReport report, ImmutableArray<PrintedReport> texts, string command) => new()
    {
        Kind = "compare",
        Title = texts[0].Title,
        Answer = texts[0].Closing,
        Agrees = texts.All(text => text.Outcome == Tone.Good),
        Command = command,
        Notes = PageNote.Of(texts.Skip(1).Select(text => new Entry("also", text.Closing))),
        Parts = [ComparisonPart.Of(report, texts[0], new CarriedSources())],
    };
}
