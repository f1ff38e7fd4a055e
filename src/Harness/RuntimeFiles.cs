namespace ScratchVsAutograd.Harness;

/// <summary>
/// What the .NET runtime puts into the temporary folder for debuggers and tracers of this process, and leaves there when a signal ends it.
/// </summary>
internal static class RuntimeFiles
{
    private const string Diagnostics = "DOTNET_EnableDiagnostics";

    /// <summary>
    /// Takes the names away at once: nobody debugs this program but those who say so with the runtime's own variable. Linux only, where the
    /// files' names are known to be this process's own.
    /// </summary>
    public static void Unlink()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(Diagnostics) is { Length: > 0 }) return;
        var owner = $"{Environment.ProcessId}-{StartTime()}";
        foreach (var name in new[] { $"clr-debug-pipe-{owner}-in", $"clr-debug-pipe-{owner}-out", $"dotnet-diagnostic-{owner}-socket" })
            TryDelete(Path.Combine(Path.GetTempPath(), name));
    }

    // The 22nd field; the second, the program's name in parentheses, may hold spaces.
    private static string StartTime()
    {
        var status = File.ReadAllText("/proc/self/stat");
        return status[(status.LastIndexOf(')') + 2)..].Split(' ')[22 - 3];
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be written to has nothing of ours in it.
        }
    }
}
