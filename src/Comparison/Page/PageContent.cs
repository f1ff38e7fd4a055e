using System.Collections.Immutable;

namespace ScratchVsAutograd.Comparison.Page;

// This folder: the page. PageContent is what is on it, filled from the records by ComparisonPart and FunctionPart (and by the command
// line's own commands); HtmlPage puts it into page.html as JSON, and page.js, which shows it, makes no judgement either. All that comes
// from outside travels in that JSON and becomes text there, never markup.

/// <summary>What a page shows: an answer, and a part for each comparison.</summary>
internal sealed record PageContent
{
    /// <summary>What was asked for, such as <c>compare</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it was asked of.</summary>
    public required string Title { get; init; }

    /// <summary>The outcome in one sentence.</summary>
    public required string Answer { get; init; }

    /// <summary>Whether all is as it should be.</summary>
    public required bool Agrees { get; init; }

    /// <summary>The command line that repeats it; null where it was no command.</summary>
    public string? Command { get; init; }

    /// <summary>What is to be said of all parts together.</summary>
    public ImmutableArray<PageNote> Notes { get; init; } = [];

    /// <summary>One for each comparison, in the order in which they were made.</summary>
    public required ImmutableArray<PagePart> Parts { get; init; }
}
