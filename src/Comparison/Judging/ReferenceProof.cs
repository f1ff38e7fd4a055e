namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>Autograd is called wrong only where the witness, who knows neither side, says so too.</summary>
internal static class ReferenceProof
{
    /// <summary>
    /// The same judgement, but rounding where the witness was asked and does not side with scratch. NaN and infinities against a
    /// finite float64 gradient need no witness.
    /// </summary>
    public static TensorReport Demand(TensorReport tensor)
        => tensor is { Verdict: Verdict.Reference, Diff.Autograd.NonFinite: 0, Testimony.Says: not WitnessSays.Scratch }
            ? tensor with { Verdict = Verdict.Rounding, Reason = VerdictReason.WitnessDisagrees }
            : tensor;
}
