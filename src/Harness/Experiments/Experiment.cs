using System.Collections.Immutable;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary>A computation that the command line can run by name.</summary>
/// <param name="Name">What is typed.</param>
/// <param name="Description">One line for <c>list</c>.</param>
/// <param name="Prepare">Makes the computation; its tensors live in the caller's dispose scope.</param>
internal sealed record Experiment(string Name, string Description, Func<ExperimentSettings, PreparedExperiment> Prepare)
{
    /// <summary>The options that say nothing to it, such as <c>--hidden</c> where there are no hidden layers.</summary>
    public ImmutableArray<string> ForeignOptions { get; init; } = [];
}
