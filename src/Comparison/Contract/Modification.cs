
namespace ScratchVsAutograd.Comparison.Contract;

/// <summary>A change that backward made in place.</summary>
/// <param name="Sentence">What was changed.</param>
/// <param name="At">The line by which it had happened, or, of a gradient handed over, the line that did so; null where it was not
/// found.</param>
/// <param name="After">The line after which it happened; null where it happened in that line, or before any other.</param>
internal sealed record Modification(string Sentence, SourceLocation? At, SourceLocation? After = null);
