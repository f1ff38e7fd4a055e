namespace ScratchVsAutograd.Scratch;

/// <summary>
/// A variant of a computation that its author suspects of agreeing where the computation itself does not:
/// running it turns a guess about the cause into an experiment.
/// </summary>
/// <param name="Name">A short name, such as <c>epsilon=0</c>.</param>
/// <param name="Sentence">What was changed, as the middle of a sentence: "without the 1e-10 inside the logarithm".</param>
/// <param name="Variant">The same leaves, computed otherwise.</param>
public sealed record Counterfactual(string Name, string Sentence, Computation Variant);
