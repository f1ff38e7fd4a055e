using Spectre.Console;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>Where output goes: results to <see cref="Out"/>, errors and progress to <see cref="Error"/>.</summary>
/// <param name="Out">Plain text and bytes of results.</param>
/// <param name="Error">Plain text of errors.</param>
/// <param name="Console">Colours on <paramref name="Out"/> where it is a terminal and NO_COLOR is not set.</param>
/// <param name="ErrorConsole">Progress on <paramref name="Error"/> where it is a terminal.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, IAnsiConsole Console, IAnsiConsole ErrorConsole)
{
    /// <summary>Wide enough that no line is ever broken where a program reads it.</summary>
    private const int Unlimited = 10_000;

    public static Terminal Of(TextWriter output, TextWriter error)
    {
        var console = Create(output);
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = Unlimited;
        return new Terminal(output, error, console, Create(error));
    }

    private static IAnsiConsole Create(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        // Left to itself, Spectre looks at the process's standard streams also where this text goes elsewhere.
        var plain = !output.IsTerminal || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = output.IsTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            // On a build server they would write escape codes into a pipe.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
    }
}
