using ScratchVsAutograd.Comparison.Runs;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>One tensor at fault as it is on other leaf values, so that what explains it here can be tried there.</summary>
/// <param name="suspect">The tensor, or a term of its gradient.</param>
/// <param name="runs">Shared by all tensors at fault.</param>
internal sealed class FreshSuspects(Suspect suspect, FreshRuns runs) : IDisposable
{
    private const long Few = 4;
    private const int MoreRuns = 5;

    private readonly HeldTensors held = new();
    private readonly Dictionary<PrecisionRun, Suspect?> views = new(ReferenceEqualityComparer.Instance);

    /// <summary>
    /// The same tensor on redrawn, then on permuted leaves; without those that prove nothing. Each is run when it is met. What has
    /// hardly any elements is met on more of them.
    /// </summary>
    public IEnumerable<Suspect> All
        => new[] { LeafVariation.Redrawn, LeafVariation.Permuted }
            .Concat(suspect.Value.numel() < Few
                ? Enumerable.Range(1, MoreRuns).Select(n => LeafVariation.Redrawn with { Seed = 100 + (ulong)n })
                : [])
            .Select(On).OfType<Suspect>();

    /// <summary>The same tensor on leaves whose rows have one sum in float64 too; null where they do.</summary>
    public Suspect? Exact => View(runs.Exact(suspect.Runs.Dtype));

    /// <summary>The same tensor on leaves varied in one way; null where that proves nothing.</summary>
    public Suspect? On(LeafVariation variation) => View(runs.On(variation, suspect.Runs.Dtype));

    /// <summary>The same tensor with the elements of a leaf or a watched tensor nudged apart; null where that proves nothing.</summary>
    public Suspect? Apart(string tensor) => View(runs.Apart(tensor, suspect.Runs.Dtype));

    /// <inheritdoc />
    public void Dispose() => held.Dispose();

    private Suspect? View((Stage Stage, PrecisionRun Run)? fresh)
    {
        if (fresh is not var (stage, run)) return null;
        if (!views.TryGetValue(run, out var view)) views[run] = view = held.Of(() => suspect.In(stage, run));
        return view;
    }
}
