namespace ScratchVsAutograd.Harness.Experiments.ConvReference;

/// <summary>What the command line says about the two convolutions.</summary>
/// <param name="Seed">What draws their shapes and all their numbers.</param>
internal sealed record ConvReferenceSettings(long Seed);
