namespace ScratchVsAutograd.Comparison.Slopes;

/// <summary>A measured derivative.</summary>
/// <param name="Value">The derivative; NaN where the function is not finite.</param>
/// <param name="ErrorBar">How far the value may be off; NaN where the function is not finite.</param>
/// <param name="Smoothness">Whether there is a derivative to speak of.</param>
internal readonly record struct Slope(double Value, double ErrorBar, Smoothness Smoothness)
{
    /// <summary>What was measured at each step, from the widest on; those before one that was not finite are left out.</summary>
    public IReadOnlyList<Rung> Rungs { get; init; } = [];
}
