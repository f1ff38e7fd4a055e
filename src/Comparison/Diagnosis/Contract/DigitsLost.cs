using System.Globalization;

namespace ScratchVsAutograd.Comparison.Diagnosis.Contract;

/// <summary>The right formula, evaluated so that digits cancel away: right in float64, far off in the working precision.</summary>
internal sealed class DigitsLost : Hypothesis
{
    private const string Fix =
        "rearrange it so that no two large, nearly equal numbers are subtracted: subtract first, then square or multiply";

    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
    {
        if (!Refutation.HasItsSize(suspect)) return ButForALittle(suspect);
        if (suspect.Report is not { Verdict: Verdict.Unstable, Precision: { } precision }) return null;
        if (suspect.Report.Reason == VerdictReason.WrongInHalfAlone) return InHalfAlone(suspect, precision);
        return suspect.ByContract(
            CauseKind.Cancellation,
            $"the formula for the gradient of {suspect.Name} is right, but digits cancel away in it",
            Evidence(precision),
            Fix);
    }

    private static Explanation InHalfAlone(Suspect suspect, PrecisionEvidence precision)
        => suspect.ByContract(
            CauseKind.HalfPrecision,
            $"backward does something else in bfloat16: its gradient of {suspect.Name} is right in float32 and float64, and here it is off "
                + "by more than rounding explains",
            Evidence(precision),
            "look for what it does in this dtype alone, such as a branch or a cast for it");

    // Another formula, too, but off by far less than what is seen.
    private static Explanation ButForALittle(Suspect suspect)
    {
        var (scratch, autograd) = suspect.Pair!.Value;
        return suspect.ByContract(
            CauseKind.Cancellation,
            $"most of what the gradient of {suspect.Name} is off by is rounding: digits cancel away in it",
            $"in the working precision it is off by {Words.Residual(suspect.Report.Isolated!.MaxAbs)}, in "
                + $"{suspect.Runs.Dtype.ToString().ToLowerInvariant()} by {Words.Residual(Match.Largest(scratch - autograd))} (max abs)",
            Fix);
    }

    private static string Evidence(PrecisionEvidence precision)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"in float64 it is autograd's; in the working precision it is off by {precision.ScratchError:0.#e-0} of its scale "
            + $"and has lost {precision.ScratchDigitsLost:0.0} digits, autograd's by "
            + $"{precision.AutogradError:0.#e-0} and {precision.AutogradDigitsLost:0.0}");
}
