using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Runs;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>Corrects the first round's judgements where those on the other tensors show that one of them cannot be.</summary>
internal static class SecondRound
{
    /// <summary>The rules; each sees the judgements as those before it left them.</summary>
    public static readonly ImmutableArray<Rule> Rules = [ReadTooEarly, GoneOnWithTooEarly, NothingToInherit];

    /// <summary>A rule of the second round.</summary>
    /// <param name="judged">The judgements so far.</param>
    /// <param name="evidence">What is known about the whole computation.</param>
    /// <returns>The judgements, corrected.</returns>
    public delegate ImmutableArray<TensorReport> Rule(ImmutableArray<TensorReport> judged, Evidence evidence);

    /// <summary>All judgements, corrected.</summary>
    public static ImmutableArray<TensorReport> Of(ImmutableArray<TensorReport> judged, Evidence evidence)
        => Rules.Aggregate(judged, (before, rule) => rule(before, evidence));

    // Gradients that are right at the end but were handed on before they were: the isolated run does not show them, as in it they are
    // right from the start.
    private static ImmutableArray<TensorReport> ReadTooEarly(ImmutableArray<TensorReport> judged, Evidence evidence)
        => judged.All(tensor => tensor.Verdict != Verdict.Inherited)
            ? judged
            : [.. judged.Select(tensor => EarlyRead(tensor, evidence.Working) is { } readAt
                ? TooEarly(tensor, readAt, $"{readAt} reads the gradient of {tensor.Name} before its last contribution is added.")
                : tensor)];

    private static SourceLocation? EarlyRead(TensorReport tensor, PrecisionRun working)
        => tensor.Verdict.Passes(strict: false) ? working.ChainedNotes.ReadsTooEarly(tensor.Name).FirstOrDefault() : null;

    // What Add returns before the last contribution is not all of the gradient. Who goes on with that shows it where all of it is handed
    // out instead.
    private static ImmutableArray<TensorReport> GoneOnWithTooEarly(ImmutableArray<TensorReport> judged, Evidence evidence)
    {
        var isInherited = judged.Any(tensor => tensor.Verdict == Verdict.Inherited) && !judged.Any(tensor => tensor.Verdict.IsAtFault());
        return isInherited ? [.. judged.Select(tensor => IsGoneOnWithTooEarly(tensor, evidence) ? GoneOnWith(tensor) : tensor)] : judged;
    }

    private static bool IsGoneOnWithTooEarly(TensorReport tensor, Evidence evidence)
    {
        if (!tensor.Verdict.Passes(strict: false) || tensor.WrittenAt.Length < 2 || tensor.Diff is not { } diff) return false;
        var working = evidence.Working;
        var whole = BackwardRun.Of(evidence.Stage.Computation, working.IsolatedOn, Upstream.Repaired([tensor.Name]));
        return working.Compared.Any(name => name != tensor.Name && working.ChainedGradient(name) is { } usual
            && whole.Gradients.Find(working.IsolatedOn.Trace[name]) is { } other
            && !TensorDiffer.Compare(other, usual, diff.Tolerance, worst: 0).AllClose);
    }

    private static TensorReport GoneOnWith(TensorReport tensor) => TooEarly(
        tensor, tensor.WrittenAt[0],
        $"what Add returned in {tensor.WrittenAt[0]} is used before the last contribution is added, in {tensor.WrittenAt[^1]}.");

    private static TensorReport TooEarly(TensorReport tensor, SourceLocation at, string note)
        => tensor with { Verdict = Verdict.Origin, Reason = VerdictReason.UsedTooEarly, RightInTheEnd = true, FaultAt = at, Note = note };

    // Each gradient is right given right upstream gradients, and so, one after the other, are all. Right to within what a tolerance lets
    // pass, which may be all of an element that is small beside the others and matters to what is made from it. So where something is
    // inherited, a formula that differs in any element at all is the origin.
    private static ImmutableArray<TensorReport> NothingToInherit(ImmutableArray<TensorReport> judged, Evidence evidence)
    {
        var isProof = evidence.Working.Failure is null && evidence.Working.IsolatedFailure is null
            && judged.All(tensor => tensor.Verdict == Verdict.Inherited || tensor.Verdict.Passes(strict: false));
        if (!isProof || judged.All(tensor => tensor.Verdict != Verdict.Inherited)) return judged;
        var origins = judged.Zip(evidence.Tensors)
            .Where(pair => pair.First.Verdict is Verdict.Agree or Verdict.Rounding && pair.Second.DiffersAnywhere)
            .Select(pair => pair.First.Name).ToList();
        return
        [
            .. judged.Select(tensor => origins.Contains(tensor.Name)
                ? tensor with { Verdict = Verdict.Origin, Reason = VerdictReason.TooSmallToShow }
                : origins.Count == 0 && tensor.Verdict == Verdict.Inherited
                    ? tensor with { Verdict = Verdict.Rounding, Reason = VerdictReason.NothingToInherit }
                : tensor),
        ];
    }
}
