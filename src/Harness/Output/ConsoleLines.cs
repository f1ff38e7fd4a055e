using Spectre.Console;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>Lines in the colours of their tone.</summary>
internal static class ConsoleLines
{
    /// <summary>Writes the lines as they are; none is broken where a program reads them.</summary>
    public static void WriteLines(this IAnsiConsole console, IEnumerable<TextLine> lines)
    {
        foreach (var line in lines)
        {
            var style = Style(line.Tone);
            console.Write(line.Text[..line.Label], style.Decoration(Decoration.Bold));
            console.WriteLine(line.Text[line.Label..], style);
        }
    }

    /// <summary>Writes one sentence in the colour of its tone.</summary>
    public static void WriteSentence(this IAnsiConsole console, string sentence, Tone tone)
        => console.WriteLines(WrappedText.Lines("", sentence, Math.Min(console.Profile.Width, TextReport.DefaultWidth), tone));

    private static Style Style(Tone tone) => tone switch
    {
        Tone.Heading => new Style(decoration: Decoration.Bold),
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Red),
        Tone.Inherited => new Style(Color.Yellow),
        _ => Spectre.Console.Style.Plain,
    };
}
