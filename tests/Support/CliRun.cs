using ScratchVsAutograd.Harness;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>One command line, run in this process through the program's entry point.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    /// <summary>Runs it with both streams caught.</summary>
    public static CliRun Of(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = Cli.Run(args, output, error);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}
