using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>
/// Tells mistakes from what they are handed on to in a backward that goes on with variables of its own. Such a backward takes no
/// notice of the right upstream gradients that the isolated run offers, so every gradient after a mistake looks like one. Turned
/// round, it can be told: autograd is fed with what backward wrote, and what it makes of that is what a right line would have made.
/// </summary>
internal sealed class HandedOn
{
    private readonly PrecisionRun run;
    private readonly BackwardRun stirred;
    private readonly IReadOnlyList<IReadOnlyDictionary<string, Tensor>> expected;
    private readonly HashSet<string> wrong;

    private HandedOn(Stage stage, PrecisionRun run, ImmutableArray<TensorReport> judged)
    {
        this.run = run;
        wrong = [.. judged.Where(tensor => !tensor.Verdict.Passes(strict: false)).Select(tensor => tensor.Name)];
        HashSet<string> missing = [.. judged.Where(tensor => tensor.Verdict == Verdict.Missing).Select(tensor => tensor.Name)];
        // Whoever goes on with what Add returns shows it: only that is changed here.
        stirred = BackwardRun.Of(
            stage.Computation, run.IsolatedOn,
            Upstream.Isolated with { Returned = (name, gradient) => wrong.Contains(name) ? 2 * gradient + 1 : gradient });
        // What was never written, backward may have gone on from all the same, or taken for zero.
        expected = missing.Count == 0
            ? [run.Cut.FedWith(run.ChainedGradient)]
            : [
                run.Cut.FedWith(run.ChainedGradient),
                run.Cut.FedWith(name => run.ChainedGradient(name) ?? (missing.Contains(name) ? Zero(name) : null))];
    }

    /// <summary>The same judgements, but inherited where a line made the right thing of a wrong gradient.</summary>
    /// <param name="judged">The judgements.</param>
    /// <param name="evidence">What is known about the whole computation.</param>
    /// <returns>The judgements, and the tensors that backward went on from with variables of its own.</returns>
    public static (ImmutableArray<TensorReport> Judged, ImmutableArray<string> Unread) Told(
        ImmutableArray<TensorReport> judged, Evidence evidence)
    {
        var origins = judged.Where(IsOrigin).Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        if (origins.Count == 0 || judged.Count(tensor => tensor.Verdict.IsAtFault()) < 2 || evidence.Working.Failure is not null)
            return (judged, []);
        var run = evidence.Highest;
        var order = run.IsolatedNotes.WriteOrder.Where(origins.Contains).ToList();
        if (run.Failure is not null || order.All(run.IsolatedNotes.IsRead)) return (judged, []);
        var told = new HandedOn(evidence.Stage, run, judged);
        var heirs = order.Where(told.IsHeir).ToHashSet(StringComparer.Ordinal);
        return (
            [.. judged.Select(tensor => heirs.Contains(tensor.Name) ? Heir(tensor) : tensor)],
            [.. order.Where(name => heirs.Any(heir => told.NotFollowedBy(heir).Contains(name)))]);
    }

    private static TensorReport Heir(TensorReport tensor)
        => tensor with { Verdict = Verdict.Inherited, Reason = VerdictReason.RightForWhatItWasGiven };

    private static bool IsOrigin(TensorReport tensor)
        => tensor is { Verdict: Verdict.Origin, Isolated: not null, Reason: not VerdictReason.DependsOnLayout };

    private Tensor Zero(string name) => zeros_like(run.Autograd.Trace[name]);

    // Right given what backward itself had written, and not seen to be wrong on right upstream gradients, as it was not handed them.
    private bool IsHeir(string name)
        => NotFollowedBy(name).Count > 0
            && run.ChainedGradient(name) is { } written
            && expected.Any(fed => fed.TryGetValue(name, out var right) && AreEqual(written.detach(), right.detach()));

    // But for rounding; zero is zero.
    private static bool AreEqual(Tensor written, Tensor right)
    {
        if (!Match.IsComparable(written, right)) return false;
        using var scope = NewDisposeScope();
        return Match.Largest(written - right) <= Match.Bound(right.dtype) * Match.Largest(right);
    }

    // The wrong tensors that this one's gradient comes from without following what the isolated run offers for them.
    private List<string> NotFollowedBy(string name)
    {
        if (FollowsWhatAddReturns(name)) return [];
        var read = run.IsolatedNotes.ReadsBefore(name).ToHashSet(StringComparer.Ordinal);
        return [.. run.Cut.ConsumersOf(name).Where(consumer => wrong.Contains(consumer) && !read.Contains(consumer))];
    }

    private bool FollowsWhatAddReturns(string name)
    {
        using var scope = NewDisposeScope();
        return stirred.Gradients.Find(run.IsolatedOn.Trace[name]) is not { } other || run.IsolatedGradient(name) is not { } usual
            || !(other == usual).all().item<bool>();
    }
}
