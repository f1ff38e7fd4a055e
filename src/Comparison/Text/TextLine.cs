namespace ScratchVsAutograd.Comparison.Text;

/// <summary>One line of a report.</summary>
internal readonly record struct TextLine(string Text, Tone Tone = Tone.Plain);
