namespace ScratchVsAutograd.Harness.Check;

/// <summary>How far a candidate has come, as it travels back from the child process: a sign of life.</summary>
internal sealed record RunProgress
{
    /// <summary>What runs now: <c>forward</c> or <c>backward</c>.</summary>
    public required string Running { get; init; }

    /// <summary>How many times forward or backward had run to its end.</summary>
    public int Ended { get; init; }

    /// <summary>How long the first forward took, in seconds; null while it has not ended.</summary>
    public double? Forward { get; init; }

    /// <summary>How long the first backward took, in seconds; null while it has not ended.</summary>
    public double? Backward { get; init; }
}
