namespace ScratchVsAutograd.Comparison.Numerics;

/// <summary>Torch's random generator, of which there is one for the whole process.</summary>
internal static class RandomGenerator
{
    /// <summary>
    /// Held during every check: each run puts the generator back to where the first one found it, and two checks at once, as by
    /// tests in parallel, would draw each other's numbers.
    /// </summary>
    public static Lock OneAtATime { get; } = new();
}
