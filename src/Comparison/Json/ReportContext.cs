using ScratchVsAutograd.Comparison.Gradcheck;
using ScratchVsAutograd.Comparison.Printing;

namespace ScratchVsAutograd.Comparison.Json;

/// <summary>What the command line knows about a comparison and the report does not.</summary>
/// <param name="Seed">What the random generator was seeded with; null where nothing was.</param>
/// <param name="Data">The data in words, such as <c>digits, 1437 rows</c>.</param>
/// <param name="Command">The command line that repeats the run.</param>
internal sealed record ReportContext(long? Seed, string Data, string Command)
{
    /// <summary>Whether to say what the words of the table mean.</summary>
    public bool Legend { get; init; }

    /// <summary>Every element against finite differences, where that was asked for.</summary>
    public NumericReport? Numeric { get; init; }

    /// <summary>Which tensors get a row in the table.</summary>
    public TableRows Rows { get; init; }
}
