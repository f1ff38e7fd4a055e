using ScratchVsAutograd.Comparison.Page;
using ScratchVsAutograd.Comparison.Printing;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>What became of one candidate, as it travels back from the child process.</summary>
internal sealed record CheckOutcome
{
    /// <summary>The file that it was found in, as the user named it.</summary>
    public string File { get; init; } = "";

    /// <summary>The candidate; the file itself where that cannot be checked.</summary>
    public required string Key { get; init; }

    /// <summary>Whether every gradient passes.</summary>
    public required bool Agrees { get; init; }

    /// <summary>The outcome in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>Whether it is the work on an exercise, whose report is its marking.</summary>
    public bool IsExercise { get; init; }

    /// <summary>Why there is no report, in a sentence; null where there is one.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether the file itself cannot be checked, because it does not compile or load.</summary>
    public bool IsUnusable { get; init; }

    /// <summary>The report for people; null where there is none.</summary>
    public PrintedReport? Report { get; init; }

    /// <summary>The words in the report's table that a legend explains.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The report as JSON; null where there is none.</summary>
    public string? Json { get; init; }

    /// <summary>What a page shows of it; null where there is no report, or no page is to be written.</summary>
    public PagePart? Page { get; init; }

    /// <summary>What the code wrote to standard output, as far as it is kept.</summary>
    public IReadOnlyList<string> Printed { get; init; } = [];

    /// <summary>The outcome where there is no report.</summary>
    public static CheckOutcome Failed(string key, string sentence) => new()
    {
        Key = key,
        Agrees = false,
        Sentence = $"FAILED: {sentence}",
        Failure = sentence,
    };
}
