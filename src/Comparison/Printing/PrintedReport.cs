using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Text;

namespace ScratchVsAutograd.Comparison.Printing;

/// <summary>
/// A report for people, as what it says and not as lines: the comparison, the check of a function, <c>check</c>, <c>diff</c> and
/// <c>train</c>
/// fill one, and whoever writes it (<see cref="PlainText"/>, a terminal, a page) lays it out. What is empty is left out.
/// </summary>
internal sealed record PrintedReport
{
    /// <summary>What the part of a longer output is on, where the report is one of several.</summary>
    public string Section { get; init; } = "";

    /// <summary>What was done, on what.</summary>
    public string Title { get; init; } = "";

    /// <summary>How it was done.</summary>
    public ImmutableArray<Entry> Facts { get; init; } = [];

    /// <summary>A row for each tensor, or whatever it is on.</summary>
    public Table? Table { get; init; }

    /// <summary>What the words of the table mean.</summary>
    public ImmutableArray<Entry> Legend { get; init; } = [];

    /// <summary>What is wrong, where, who is right, why, and what to do.</summary>
    public ImmutableArray<Entry> Findings { get; init; } = [];

    /// <summary>The elements that are furthest off.</summary>
    public Table? Worst { get; init; }

    /// <summary>The outcome in one sentence.</summary>
    public string Closing { get; init; } = "";

    /// <summary>What the closing sentence says about the outcome.</summary>
    public Tone Outcome { get; init; }
}
