namespace ScratchVsAutograd.Comparison.Text;

/// <summary>One line of a report.</summary>
/// <param name="Text">The line.</param>
/// <param name="Tone">What it says about the outcome.</param>
/// <param name="Label">How many characters at its beginning are a label, such as <c>where</c>, which a terminal may highlight.</param>
internal readonly record struct TextLine(string Text, Tone Tone = Tone.Plain, int Label = 0);
