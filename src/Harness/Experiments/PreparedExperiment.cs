using System.Collections.Immutable;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary>A computation with its data in place.</summary>
/// <param name="Computation">What to run.</param>
/// <param name="Data">What it runs on, for the report's header.</param>
internal sealed record PreparedExperiment(Computation Computation, string Data)
{
    /// <summary>What the random generator was seeded with; null where nothing was.</summary>
    public long? Seed { get; init; }

    /// <summary>Where its parameters come from, such as <c>seed 0, init he</c>.</summary>
    public string Start
    {
        get => field ?? (Seed is { } seed ? FormattableString.Invariant($"seed {seed}") : "");
        init;
    }

    /// <summary>The rows that <c>train</c> takes its batches from; null where there is nothing but <see cref="Computation"/>.</summary>
    public TrainingRows? Training { get; init; }

    /// <summary>
    /// Makes the same with the same parameters on data that it does not learn from, given a forward pass over all that it learns from;
    /// null where there is none.
    /// </summary>
    public Func<Trace, Computation>? Validation { get; init; }

    /// <summary>What can be said of how well it does, beside its loss.</summary>
    public ImmutableArray<Measure> Measures { get; init; } = [];
}
