using ScratchVsAutograd.Scratch;

namespace ScratchVsAutograd.Comparison.Contract;

/// <summary>A change that backward made in place.</summary>
/// <param name="Sentence">What was changed.</param>
/// <param name="At">The line at fault, where it was found.</param>
internal sealed record Modification(string Sentence, SourceLocation? At);
