using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Contract;

/// <summary>
/// The gradients of one backward from pairs of runs that must not differ. Each pair is looked at as soon as it has been run, and only
/// those gradients of it are kept that somebody wants to see.
/// </summary>
/// <param name="stage">What is run.</param>
/// <param name="run">What has been run already, and left no mark on its forward pass.</param>
/// <param name="names">The tensors that matter.</param>
/// <param name="isWanted">Whether a tensor's pair of gradients is worth keeping.</param>
internal sealed class RepeatedRuns(
    Stage stage, PrecisionRun run, IReadOnlyCollection<string> names, Func<Repetition, string, RepeatedPair, bool> isWanted)
{
    // A forward pass that draws as many would be a coincidence.
    private const int Draws = 17;

    private readonly Dictionary<(Repetition, string), RepeatedPair> kept = [];
    private readonly List<string> refusals = [];

    /// <summary>The layouts with which backward does not run at all, a sentence each.</summary>
    public IReadOnlyList<string> Refusals => refusals;

    /// <summary>The pairs that were worth keeping.</summary>
    public IEnumerable<(Repetition Repetition, string Name)> Kept => kept.Keys;

    /// <summary>A tensor's pair; that of nothing and nothing where backward stopped, or the pair was not wanted.</summary>
    public RepeatedPair this[Repetition repetition, string name] => kept.GetValueOrDefault((repetition, name), new(null, null));

    /// <summary>Runs the pair once more, on the same forward pass: one or two more backward passes.</summary>
    public RepeatedRuns With(Repetition repetition)
    {
        // So that the random generator is in another state than it was in the usual run, wherever forward runs have set it back to.
        using var drawn = rand(Draws);
        var (usual, other) = repetition switch
        {
            Repetition.Same => (run.Chained, Backward(run.Autograd, Upstream.Chained)),
            Repetition.Gapped => (run.Isolated, Isolated(Upstream.WithGaps)),
            // An expanded tensor repeats one number, so the same number laid out in full is what to compare with.
            _ =>
                (
                    Isolated(gradient => First(gradient).expand(gradient.shape).contiguous()),
                    Isolated(gradient => First(gradient).expand(gradient.shape))),
        };
        if (usual.Failure is null && other.Failure is { } refusal)
            Refuse(repetition, refusal);
        else
            Keep(repetition, usual, other, repetition == Repetition.Same ? run.Autograd : run.IsolatedOn);
        return this;
    }

    private BackwardRun Isolated(Func<Tensor, Tensor> reshape) => Backward(run.IsolatedOn, Upstream.IsolatedAs(reshape));

    private BackwardRun Backward(AutogradRun reference, Upstream upstream)
        => BackwardRun.Of(stage.Computation, reference, upstream with { IsObserved = false });

    private void Refuse(Repetition repetition, string refusal)
    {
        if (repetition == Repetition.Gapped)
            refusals.Add($"An upstream gradient with gaps between its elements is not accepted: {refusal}");
        if (repetition == Repetition.Expanded) refusals.Add($"An upstream gradient that is expanded (stride 0) is not accepted: {refusal}");
    }

    private void Keep(Repetition repetition, BackwardRun usual, BackwardRun other, AutogradRun reference)
    {
        foreach (var name in names)
        {
            var pair = new RepeatedPair(other.Gradients.Find(reference.Trace[name]), usual.Gradients.Find(reference.Trace[name]));
            // What is given up a second time may be given up before it writes what it wrote the first time.
            var isCutOff = other.Failure is not null && pair.First is null;
            if (!isCutOff && isWanted(repetition, name, pair)) kept.Add((repetition, name), pair);
        }
    }

    private static Tensor First(Tensor gradient) => gradient.numel() == 0 ? gradient : gradient.reshape(-1)[0];
}
