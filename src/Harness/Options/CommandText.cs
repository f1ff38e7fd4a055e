using System.CommandLine;

namespace ScratchVsAutograd.Harness.Options;

/// <summary>The command line that repeats a run, for reports.</summary>
internal static class CommandText
{
    /// <summary>What the user types to start the program.</summary>
    public const string Program = "scratch-vs-autograd";

    public static string Of(ParseResult result) => string.Join(' ', [Program, .. result.Tokens.Select(token => token.Value)]);
}
