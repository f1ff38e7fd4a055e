namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms;

/// <summary>One step of a random computation.</summary>
/// <param name="Op">What is done.</param>
/// <param name="Inputs">To which leaves and earlier outputs.</param>
/// <param name="Output">The name of what comes out.</param>
/// <param name="IsWatched">Whether its gradient is compared; otherwise the steps around it are judged as one piece.</param>
internal sealed record Node(Op Op, string[] Inputs, string Output, bool IsWatched);
