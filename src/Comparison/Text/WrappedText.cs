using System.Text;

namespace ScratchVsAutograd.Comparison.Text;

/// <summary>Text in sentences, lines and blocks.</summary>
internal static class WrappedText
{
    /// <summary>With a capital and one full stop.</summary>
    public static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..].TrimEnd('.')}.";

    /// <summary>The lines, and a blank one after them where there are any.</summary>
    public static IEnumerable<TextLine> Block(IEnumerable<TextLine> lines)
    {
        var block = lines.ToList();
        return block.Count == 0 ? block : block.Append(new TextLine(""));
    }

    /// <summary>Breaks a text at spaces; a word longer than a line stays whole.</summary>
    /// <param name="label">Stands before the first line; the other lines are indented as far.</param>
    /// <param name="text">The sentences.</param>
    /// <param name="width">How long a line may be.</param>
    /// <param name="tone">Of every line.</param>
    public static IEnumerable<TextLine> Lines(string label, string text, int width, Tone tone = Tone.Plain)
    {
        var indent = new string(' ', label.Length);
        var line = new StringBuilder(label);
        var isEmpty = true;
        var highlighted = label.TrimEnd().Length;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width)
            {
                yield return new TextLine(line.ToString(), tone, highlighted);
                highlighted = 0;
                line.Clear().Append(indent);
                isEmpty = true;
            }

            if (!isEmpty) line.Append(' ');
            line.Append(word);
            isEmpty = false;
        }

        yield return new TextLine(line.ToString(), tone, highlighted);
    }
}
