namespace ScratchVsAutograd;

/// <summary>How a custom function is checked.</summary>
public sealed record FunctionCheckOptions
{
    /// <summary>
    /// How far a gradient may be off, relative to the element and to the root mean square of its tensor, beyond what rounding
    /// hides from a finite difference.
    /// </summary>
    public double RelativeTolerance { get; init; } = 1e-5;

    /// <summary>What the upstream gradients are drawn from; the same seed gives the same ones on every machine.</summary>
    public ulong Seed { get; init; } = 20_261_124;

    /// <summary>How many of each input's worst elements the report lists.</summary>
    public int WorstElements { get; init; } = 5;
}
