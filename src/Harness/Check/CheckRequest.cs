namespace ScratchVsAutograd.Harness.Check;

/// <summary>Asks the child process for one candidate.</summary>
/// <param name="Target">The target's number, counted from 0.</param>
/// <param name="Key">The candidate's key in it.</param>
internal sealed record CheckRequest(int Target, string Key);
