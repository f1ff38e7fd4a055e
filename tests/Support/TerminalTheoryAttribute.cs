namespace ScratchVsAutograd.Tests.Support;

/// <summary>A test that needs a terminal: util-linux's <c>script</c> makes one, where there is util-linux.</summary>
public sealed class TerminalTheoryAttribute : TheoryAttribute
{
    private const string Script = "/usr/bin/script";

    /// <summary>Skips where there is no such tool.</summary>
    public TerminalTheoryAttribute()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Script)) Skip = $"Needs {Script} on Linux, which gives a program a terminal.";
    }

    /// <summary>Runs a shell command in a terminal; all it writes there comes back as output.</summary>
    internal static RealProcess Run(string command, IReadOnlyDictionary<string, string> environment)
        => RealProcess.Of(Script, ["--quiet", "--return", "--command", command, "/dev/null"], environment);
}
