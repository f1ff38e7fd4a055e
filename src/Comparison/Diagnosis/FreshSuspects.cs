using ScratchVsAutograd.Comparison.Runs;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>One tensor at fault as it is on other leaf values, so that what explains it here can be tried there.</summary>
/// <param name="suspect">The tensor, or a term of its gradient.</param>
/// <param name="runs">Shared by all tensors at fault.</param>
internal sealed class FreshSuspects(Suspect suspect, FreshRuns runs) : IDisposable
{
    private readonly HeldTensors held = new();
    private readonly Dictionary<PrecisionRun, Suspect?> views = new(ReferenceEqualityComparer.Instance);

    /// <summary>
    /// The same tensor on permuted, then on redrawn leaves; without those that prove nothing. Each is run when it is met.
    /// </summary>
    public IEnumerable<Suspect> All => new[] { LeafVariation.Permuted, LeafVariation.Redrawn }.Select(On).OfType<Suspect>();

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
