namespace ScratchVsAutograd.Harness.Check;

/// <summary>What the child process is told; one of the properties is not null.</summary>
internal sealed record ParentMessage
{
    /// <summary>What is checked from now on, and how.</summary>
    public CheckSettings? Settings { get; init; }

    /// <summary>One candidate to run.</summary>
    public CheckRequest? Request { get; init; }
}
