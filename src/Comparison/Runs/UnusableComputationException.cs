namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>A computation that there is nothing to compare of; the message says why, and what to do.</summary>
internal sealed class UnusableComputationException(string message) : ArgumentException(message);
