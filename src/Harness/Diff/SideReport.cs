namespace ScratchVsAutograd.Harness.Diff;

/// <summary>One side of a diff in words.</summary>
/// <param name="Path">As it was typed.</param>
/// <param name="Format">Such as <c>.npz</c>.</param>
/// <param name="Count">How many tensors of it take part.</param>
/// <param name="DumpSide">Which of the values in a dump of this program they are; null where it is none.</param>
internal sealed record SideReport(string Path, string Format, int Count, string? DumpSide);
