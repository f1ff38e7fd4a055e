namespace ScratchVsAutograd.Harness.Output;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>Every gradient passes.</summary>
    public const int Agree = 0;

    /// <summary>A gradient does not.</summary>
    public const int Disagree = 1;

    /// <summary>The command line, an input or the machine is not usable.</summary>
    public const int Usage = 2;
}
