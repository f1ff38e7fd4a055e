
namespace ScratchVsAutograd.Harness.Experiments;

/// <summary>How well a computation does, as a share from 0 to 1, such as that of the rows it classifies rightly.</summary>
/// <param name="Name">Its name in files, such as <c>training_accuracy</c>.</param>
/// <param name="Heading">Its name above a column of percentages, such as <c>train %</c>.</param>
/// <param name="IsOfValidation">Whether it is asked of the data that is not learned from.</param>
/// <param name="Of">The share, from what a forward pass named.</param>
internal sealed record Measure(string Name, string Heading, bool IsOfValidation, Func<Trace, double> Of);
