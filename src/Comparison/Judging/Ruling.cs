namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>What one tensor's gradient was found to be, and what decided it.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">What decided it.</param>
internal readonly record struct Ruling(Verdict Verdict, VerdictReason Reason);
