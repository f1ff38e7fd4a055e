namespace ScratchVsAutograd.Comparison.Printing;

/// <summary>A text with its label: a fact of a report's header, a word of its legend, or a finding.</summary>
/// <param name="Label">Such as <c>where</c>; empty where the text goes on with the entry before it.</param>
/// <param name="Text">Sentences, or a value.</param>
internal sealed record Entry(string Label, string Text)
{
    /// <summary>Whether the text is shown as it is, and not broken into lines.</summary>
    public bool IsVerbatim { get; init; }

    /// <summary>The line of source that it is about, where it is about one.</summary>
    public SourceLocation? Place { get; init; }
}
