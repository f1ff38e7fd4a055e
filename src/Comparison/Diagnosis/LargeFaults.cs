using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diagnosis.Samples;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>
/// The faults of a large computation: their causes are sought on samples of its leaves, where a run costs little, and what is found must
/// hold on all elements. Each sample is run when it is first asked for.
/// </summary>
/// <param name="stage">What is run.</param>
/// <param name="working">It on all of its leaves, in the working precision.</param>
/// <param name="reportOf">What was found there.</param>
/// <param name="dtype">The precision to search in.</param>
internal sealed class LargeFaults(Stage stage, PrecisionRun working, Func<string, TensorReport> reportOf, ScalarType dtype) : IDisposable
{
    private readonly HeldTensors held = new();
    private List<Sample>? samples;

    /// <summary>See <see cref="ComparisonOptions.TriesSmallerLeaves"/>.</summary>
    public required bool IsAllowed { get; init; }

    /// <summary>What explains a tensor at fault; none where it is not large, or nothing was found on a sample of it.</summary>
    public ImmutableArray<Explanation> Explain(string name, Budget budget)
    {
        if (!IsAllowed || !working.IsLarge) return [];
        Suspect? whole = null;
        foreach (var sample in samples ??= [.. Drawn()])
        {
            if (budget.IsSpent) break;
            if (sample.Runs.Value is not var (on, run) || !run.IsolatedOn.Trace.Order.Contains(name)) continue;
            // How large a difference is depends on the sizes.
            var suspect = new Suspect(on, run, reportOf(name) with { Isolated = null }, budget);
            if (suspect.Pair is null && suspect.Refused is null) continue;
            var found = Diagnostician.Explain(suspect, sample.Fresh.Value, () => whole ??= Whole(name, budget));
            if (found.Length > 0) return found;
        }

        return [];
    }

    // Such a run is the verdict's business as much as the search's, and there is one for all that is at fault.
    private Suspect Whole(string name, Budget budget)
        => budget.Beside(() => held.Of(() => new Suspect(stage, working, reportOf(name), budget, held)));

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var sample in samples ?? [])
        {
            if (sample.Fresh.IsValueCreated) sample.Fresh.Value.Dispose();
        }

        held.Dispose();
    }

    private IEnumerable<Sample> Drawn()
    {
        foreach (var sizes in Sizes.Of(stage.Computation.Leaves, working.Sizes))
        {
            var runs = new Lazy<(Stage Stage, PrecisionRun Run)?>(
                () => held.Of(() => FreshRuns.Try(dtype, () => stage.For(LeafSample.Of(stage.Computation, sizes)))));
            yield return new Sample(runs, new(() => new FreshRuns(runs.Value!.Value.Stage)));
        }
    }

    private sealed record Sample(Lazy<(Stage Stage, PrecisionRun Run)?> Runs, Lazy<FreshRuns> Fresh);
}
