namespace ScratchVsAutograd;

/// <summary>The slope of the loss as a central difference with one step says it.</summary>
/// <param name="Step">The step h.</param>
/// <param name="Slope">(L(h) − L(−h)) / 2h.</param>
/// <param name="Rounding">How far rounding in the loss may have moved it.</param>
internal sealed record WitnessStep(double Step, double Slope, double Rounding);
