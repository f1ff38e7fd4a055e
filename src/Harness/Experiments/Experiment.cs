namespace ScratchVsAutograd.Harness.Experiments;

/// <summary>A computation that the command line can run by name.</summary>
/// <param name="Name">What is typed.</param>
/// <param name="Description">One line for <c>list</c>.</param>
/// <param name="Prepare">Makes the computation; its tensors live in the caller's dispose scope.</param>
internal sealed record Experiment(string Name, string Description, Func<ExperimentSettings, PreparedExperiment> Prepare);
