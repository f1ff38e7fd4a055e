using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Runs;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>Which tensors are at fault, as opposed to those that a mistake was handed on to.</summary>
internal static class Faults
{
    /// <summary>The tensors at fault, in the order in which backward meets them.</summary>
    public static ImmutableArray<string> InOrder(ImmutableArray<TensorReport> judged, Evidence evidence)
    {
        var atFault = judged.Zip(evidence.Tensors).Where(pair => IsAtFault(pair.First, pair.Second))
            .Select(pair => pair.First.Name).ToList();
        var met = evidence.Working.IsolatedNotes.WriteOrder.ToList();
        // What was never written is met last, in the order in which backward should have come to it.
        return [.. met.Where(atFault.Contains), .. atFault.Except(met, StringComparer.Ordinal).Reverse()];
    }

    // Of what backward did not reach, nothing is known.
    private static bool IsAtFault(TensorReport tensor, TensorEvidence evidence)
        => IsReached(tensor, evidence.All.Working)
            && (tensor.Verdict.IsAtFault() || (tensor.Verdict == Verdict.NonFinite && evidence.MakesNonFinite));

    private static bool IsReached(TensorReport tensor, PrecisionRun working)
        => working.Failure is null || tensor is not { Verdict: Verdict.Missing, Note: null }
            || working.ChainedNotes.UnwrittenRead?.Name == tensor.Name;
}
