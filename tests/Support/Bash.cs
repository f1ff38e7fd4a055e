namespace ScratchVsAutograd.Tests.Support;

/// <summary>A test that needs a shell and the devices of Linux.</summary>
public sealed class BashTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips where there is none.</summary>
    public BashTheoryAttribute()
    {
        if (!Bash.IsThere) Skip = Bash.Needed;
    }
}

/// <summary>A test that needs a shell and the devices of Linux.</summary>
public sealed class BashFactAttribute : FactAttribute
{
    /// <summary>Skips where there is none.</summary>
    public BashFactAttribute()
    {
        if (!Bash.IsThere) Skip = Bash.Needed;
    }
}

/// <summary>Lines of shell in which <c>TOOL</c> is the program.</summary>
internal static class Bash
{
    private const string Shell = "/bin/bash";

    public const string Needed = $"Needs {Shell} on Linux, for closed streams, full devices and signals.";

    public static bool IsThere => OperatingSystem.IsLinux() && File.Exists(Shell);

    /// <summary>Runs a script; its exit code and streams are what comes back.</summary>
    public static RealProcess Run(string script, params (string Name, string Value)[] environment) => RealProcess.Of(
        Shell,
        ["-c", script.Replace("TOOL", $"dotnet '{RealProcess.Program}'", StringComparison.Ordinal)],
        environment.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal));
}
