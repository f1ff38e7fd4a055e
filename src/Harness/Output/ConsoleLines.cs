using ScratchVsAutograd.Comparison.Printing;
using Spectre.Console;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>Reports on a terminal: lines of text in the colours of their tone.</summary>
internal static class ConsoleLines
{
    /// <summary>Writes reports one below the other; no line is broken where a program reads it.</summary>
    public static void WriteReports(this IAnsiConsole console, params IEnumerable<PrintedReport> reports)
    {
        foreach (var line in PlainText.Lines(reports, Math.Min(console.Profile.Width, TextReport.DefaultWidth)))
        {
            var style = Style(line.Tone);
            console.Write(line.Text[..line.Label], style.Decoration(Decoration.Bold));
            console.WriteLine(line.Text[line.Label..], style);
        }
    }

    private static Style Style(Tone tone) => tone switch
    {
        Tone.Heading => new Style(decoration: Decoration.Bold),
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Red),
        Tone.Inherited => new Style(Color.Yellow),
        _ => Spectre.Console.Style.Plain,
    };
}
