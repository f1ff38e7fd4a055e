namespace ScratchVsAutograd.Harness.Output;

/// <summary>Names of files to write that mean something else.</summary>
internal static class OutputName
{
    /// <summary>The file name that stands for standard output.</summary>
    public const string StandardOutput = "-";
}
