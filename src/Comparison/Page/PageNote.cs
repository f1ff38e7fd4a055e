using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Printing;

namespace ScratchVsAutograd.Comparison.Page;

/// <summary>A text with its label; see <see cref="Entry"/>.</summary>
/// <param name="Label">Such as <c>where</c>; empty where the text goes on with the one before it.</param>
/// <param name="Text">Sentences, or a value.</param>
/// <param name="Place">The line of source that it is about, as <c>file:line</c>; null where it is about none.</param>
internal sealed record PageNote(string Label, string Text, string? Place = null)
{
    /// <summary>The entries of a printed report.</summary>
    public static ImmutableArray<PageNote> Of(IEnumerable<Entry> entries)
        => [.. entries.Select(entry => new PageNote(entry.Label, entry.Text, entry.Place?.ToString()))];
}
