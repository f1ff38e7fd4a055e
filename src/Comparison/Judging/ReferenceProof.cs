using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Witness;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>Autograd is called wrong only where the witness, who knows neither side, says so too.</summary>
internal static class ReferenceProof
{
    /// <summary>
    /// The same judgements, but rounding where the witness was asked and does not side with scratch. NaN and infinities against a
    /// finite float64 gradient need no witness.
    /// </summary>
    public static ImmutableArray<TensorReport> Demand(ImmutableArray<TensorReport> judged, ImmutableArray<Testimony> witness)
        => [.. judged.Select(tensor => IsUnproven(tensor, witness) ? tensor with { Verdict = Verdict.Rounding, Reason = VerdictReason.WitnessDisagrees } : tensor)];

    private static bool IsUnproven(TensorReport tensor, ImmutableArray<Testimony> witness)
        => tensor is { Verdict: Verdict.Reference, Diff.Autograd.NonFinite: 0 }
            && witness.FirstOrDefault(testimony => testimony.Tensor == tensor.Name) is { Says: not WitnessSays.Scratch };
}
