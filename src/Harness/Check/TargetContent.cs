namespace ScratchVsAutograd.Harness.Check;

/// <summary>What was found in one target.</summary>
internal sealed record TargetContent
{
    /// <summary>The keys of what can be checked.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>The custom functions that nobody offers a sample of.</summary>
    public IReadOnlyList<string> WithoutSample { get; init; } = [];

    /// <summary>Samples that nobody marked, or that cannot be reached, a sentence each.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>Why the assembly cannot be used, in a sentence; null where it can.</summary>
    public string? Unusable { get; init; }
}
