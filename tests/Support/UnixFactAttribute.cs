namespace ScratchVsAutograd.Tests.Support;

/// <summary>A test that needs the modes and links of Unix.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    /// <summary>Skips on Windows, where links need a privilege and files have no mode.</summary>
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "Needs the modes and links of Unix.";
    }
}
