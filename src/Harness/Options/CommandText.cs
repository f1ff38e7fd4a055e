using System.CommandLine;

namespace ScratchVsAutograd.Harness.Options;

/// <summary>The command line that repeats a run, for reports.</summary>
internal static class CommandText
{
    public static string Of(ParseResult result) => string.Join(' ', [Cli.ProgramName, .. result.Tokens.Select(token => token.Value)]);
}
