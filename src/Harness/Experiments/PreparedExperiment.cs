using ScratchVsAutograd.Scratch;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary>A computation with its data in place.</summary>
/// <param name="Computation">What to run.</param>
/// <param name="Data">What it runs on, for the report's header.</param>
internal sealed record PreparedExperiment(Computation Computation, string Data);
