using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Scratch;

namespace ScratchVsAutograd.Comparison;

/// <summary>Which tensors are at fault, as opposed to those that a mistake was handed on to.</summary>
internal static class Faults
{
    /// <summary>The tensors at fault, in the order in which backward meets them.</summary>
    public static ImmutableArray<string> InOrder(ImmutableArray<TensorReport> judged, PrecisionRun working, Judge judge)
    {
        var atFault = judged.Where(tensor => IsAtFault(tensor, working, judge)).Select(tensor => tensor.Name).ToList();
        var met = working.Isolated.Gradients.WriteOrder.ToList();
        // What was never written is met last, in the order in which backward should have come to it.
        return [.. met.Where(atFault.Contains), .. atFault.Except(met, StringComparer.Ordinal).Reverse()];
    }

    /// <summary>
    /// Finds gradients that are right at the end but were handed on before they were: the isolated run does not show them, as
    /// in it they are right from the start.
    /// </summary>
    public static ImmutableArray<TensorReport> ReadTooEarly(ImmutableArray<TensorReport> judged, Stage stage, PrecisionRun working)
    {
        if (judged.All(tensor => tensor.Verdict != Verdict.Inherited)) return judged;
        var read = judged.Select(tensor => EarlyRead(tensor, working) is { } readAt
            ? TooEarly(tensor, readAt, $"{readAt} reads the gradient of {tensor.Name} before its last contribution is added.")
            : tensor).ToImmutableArray();
        return read.Any(tensor => tensor.Verdict.IsAtFault()) ? read : [.. read.Select(tensor => UsedTooEarly(tensor, stage, working))];
    }

    /// <summary>
    /// Turns what is inherited into rounding where there is nothing to inherit from: each gradient is right given right upstream
    /// gradients, and so, one after the other, are all.
    /// </summary>
    /// <remarks>
    /// Right to within what a tolerance lets pass, which may be all of an element that is small beside the others and matters to
    /// what is made from it. So where something is inherited, a formula that differs in any element at all is the origin.
    /// </remarks>
    public static ImmutableArray<TensorReport> WithoutHeirsOfNobody(ImmutableArray<TensorReport> judged, PrecisionRun working, Judge judge)
    {
        var isProof = working.Chained.Failure is null && working.Isolated.Failure is null
            && judged.All(tensor => tensor.Verdict == Verdict.Inherited || tensor.Verdict.Passes(strict: false));
        if (!isProof || judged.All(tensor => tensor.Verdict != Verdict.Inherited)) return judged;
        var origins = judged.Where(tensor => tensor.Verdict is Verdict.Agree or Verdict.Rounding && judge.DiffersAnywhere(tensor.Name))
            .Select(tensor => tensor.Name).ToList();
        return
        [
            .. judged.Select(tensor => origins.Contains(tensor.Name) ? tensor with { Verdict = Verdict.Origin }
                : origins.Count == 0 && tensor.Verdict == Verdict.Inherited ? tensor with { Verdict = Verdict.Rounding }
                : tensor),
        ];
    }

    private static bool IsReached(TensorReport tensor, PrecisionRun working)
        => working.Chained.Failure is null || tensor is not { Verdict: Verdict.Missing, Note: null }
            || working.Chained.Gradients.UnwrittenRead?.Name == tensor.Name;

    private static SourceLocation? EarlyRead(TensorReport tensor, PrecisionRun working)
        => tensor.Verdict.Passes(strict: false) ? working.Chained.Gradients.ReadsTooEarly(tensor.Name).FirstOrDefault() : null;

    private static TensorReport TooEarly(TensorReport tensor, SourceLocation at, string note)
        => tensor with { Verdict = Verdict.Origin, RightInTheEnd = true, FaultAt = at, Note = note };

    // What Add returns before the last contribution is not all of the gradient. Who goes on with that shows it where all of it is handed
    // out instead.
    private static TensorReport UsedTooEarly(TensorReport tensor, Stage stage, PrecisionRun working)
    {
        if (!tensor.Verdict.Passes(strict: false) || tensor.WrittenAt.Length < 2 || tensor.Diff is not { } diff) return tensor;
        var whole = BackwardRun.Of(stage.Computation, working.IsolatedOn, Upstream.Repaired([tensor.Name]));
        var isUsed = working.Compared.Any(name => name != tensor.Name && working.ChainedGradient(name) is { } usual
            && whole.Gradients.Find(working.IsolatedOn.Trace[name]) is { } other
            && !TensorDiffer.Compare(other, usual, diff.Tolerance, worst: 0).AllClose);
        return isUsed
            ? TooEarly(
                tensor, tensor.WrittenAt[0],
                $"what Add returned in {tensor.WrittenAt[0]} is used before the last contribution is added, in {tensor.WrittenAt[^1]}.")
            : tensor;
    }

    // Of what backward did not reach, nothing is known.
    private static bool IsAtFault(TensorReport tensor, PrecisionRun working, Judge judge)
        => IsReached(tensor, working)
            && (tensor.Verdict.IsAtFault() || (tensor.Verdict == Verdict.NonFinite && judge.MakesNonFinite(tensor.Name)));
}
