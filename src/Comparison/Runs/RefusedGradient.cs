using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>A gradient that could not belong to its tensor.</summary>
/// <param name="Value">What was written; null for a disposed tensor.</param>
/// <param name="Objection">What is wrong with it, in a sentence.</param>
/// <param name="WrittenAt">The line that wrote it.</param>
internal sealed record RefusedGradient(Tensor? Value, string Objection, SourceLocation WrittenAt);
