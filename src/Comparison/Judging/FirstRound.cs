using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Precision;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Judging;

/// <summary>
/// Judges each tensor by itself. The first rule that decides counts. They are asked from the cheapest to the dearest: what is there,
/// the contract, the numbers of the working precision, and other precisions only where those do not suffice.
/// </summary>
internal static class FirstRound
{
    /// <summary>The rules in their order; the last one always decides.</summary>
    public static readonly ImmutableArray<Rule> Rules =
    [
        Absence, Shape, Dtype, Contract, NonFinite, WithinTolerance, WithinItsScale, WorkingPrecisionOnly, Formula, Zero, InOtherPrecisions,
        Instability, HalfAlone, Reference, Rounding,
    ];

    /// <summary>A rule of the first round.</summary>
    /// <param name="tensor">What is known about a tensor.</param>
    /// <returns>The ruling, or null where the rule does not decide.</returns>
    public delegate Ruling? Rule(TensorEvidence tensor);

    /// <summary>The ruling on a tensor.</summary>
    public static Ruling Of(TensorEvidence tensor) => Rules.Select(rule => rule(tensor)).First(ruling => ruling is not null)!.Value;

    private static Ruling? Absence(TensorEvidence tensor)
    {
        if (tensor.Chained is not null) return null;
        var working = tensor.All.Working;
        if (HasNonZero(working.ChainedGradient(tensor.Name))) return new(Verdict.Extra, VerdictReason.OnlyScratchHasOne);
        if (tensor.Expected is not { } expected)
        {
            return tensor.Objection is null
                ? new(Verdict.Zero, VerdictReason.NeitherHasOne)
                : new(Verdict.Extra, VerdictReason.RefusedAndNotNeeded);
        }

        // The bias before a normalization need not be written, although autograd's gradient is not exactly zero.
        var isZero = tensor.All.IsUsable ? tensor.All.Precisions.IsAutogradZero(tensor.Name) : !HasNonZero(expected);
        return isZero ? new(Verdict.Zero, VerdictReason.NoneIsNeeded) : new(Verdict.Missing, VerdictReason.OnlyAutogradHasOne);
    }

    private static Ruling? Shape(TensorEvidence tensor)
        => tensor.Chained!.ScratchShape.AsSpan().SequenceEqual(tensor.Chained.AutogradShape.AsSpan())
            ? null
            : new(Verdict.Shape, VerdictReason.OtherShape);

    private static Ruling? Dtype(TensorEvidence tensor)
        => tensor.Chained!.ScratchDtype == tensor.Chained.AutogradDtype ? null : new(Verdict.Dtype, VerdictReason.OtherDtype);

    private static Ruling? Contract(TensorEvidence tensor)
    {
        var contract = tensor.All.Contract;
        if (contract.Modified.ContainsKey(tensor.Name)) return new(Verdict.Modified, VerdictReason.Changed);
        if (contract.Unrepeatable.Contains(tensor.Name)) return new(Verdict.Unrepeatable, VerdictReason.OtherEachTime);
        return contract.LayoutDependent.Contains(tensor.Name) ? new(Verdict.Origin, VerdictReason.DependsOnLayout) : null;
    }

    private static Ruling? NonFinite(TensorEvidence tensor)
    {
        if (!tensor.IsDifferentlyNonFinite) return null;
        var isReference = tensor.Chained!.Scratch.NonFinite == 0 && tensor.All.IsUsable
            && !tensor.All.Precisions.FormulaDiffersOnItsScale(tensor.Name, isolated: false)
            && tensor.All.Precisions.Errors(tensor.Name, isolated: false) is { ScratchError: <= ErrorTrials.NoDigit };
        return isReference ? new(Verdict.Reference, VerdictReason.AutogradIsNotFinite) : new(Verdict.NonFinite, VerdictReason.NotFinite);
    }

    private static Ruling? WithinTolerance(TensorEvidence tensor)
        => tensor.IsClose && !tensor.SaysLittle ? new(Verdict.Agree, VerdictReason.WithinTolerance) : null;

    private static Ruling? WithinItsScale(TensorEvidence tensor)
        => tensor.AgreesOnItsScale ? new(Verdict.Agree, VerdictReason.WithinItsScale) : null;

    private static Ruling? WorkingPrecisionOnly(TensorEvidence tensor)
    {
        if (tensor.All.IsUsable) return null;
        if (tensor.Isolated is { AllClose: false }) return new(Verdict.Origin, VerdictReason.OutOfTolerance);
        if (!tensor.Chained!.AllClose) return new(Verdict.Inherited, VerdictReason.OutOfToleranceInTheEnd);
        return tensor.IsAllZero ? new(Verdict.Zero, VerdictReason.BothAreZero) : new(Verdict.Agree, VerdictReason.WithinTolerance);
    }

    private static Ruling? Formula(TensorEvidence tensor)
    {
        if (tensor.IsOtherFormula) return new(Verdict.Origin, VerdictReason.OtherFormula);
        return tensor.IsOtherInTheEnd ? new(Verdict.Inherited, VerdictReason.OtherUpstream) : null;
    }

    private static Ruling? Zero(TensorEvidence tensor)
        => tensor.IsAllZero || tensor.All.Precisions.IsZero(tensor.Name, isolated: false)
            ? new(Verdict.Zero, VerdictReason.BothAreZero)
            : null;

    private static Ruling? InOtherPrecisions(TensorEvidence tensor)
        => tensor.IsClose ? new(Verdict.Agree, VerdictReason.WithinItsScale) : null;

    // In float64 there is no higher precision to lose digits against. What only the chained run loses was lost before, by another line,
    // or by the problem itself.
    private static Ruling? Instability(TensorEvidence tensor)
        => tensor.All.Working.Dtype != ScalarType.Float64 && tensor.Isolated is { AllClose: false }
            && tensor.All.Trials.OfFormula.ScratchIsWorse(tensor.Name, isolated: true)
            ? new(Verdict.Unstable, VerdictReason.ScratchLosesDigits)
            : null;

    private static Ruling? HalfAlone(TensorEvidence tensor)
        => tensor.Isolated is { AllClose: false } && tensor.All.Trials.ScratchIsWrongInHalfAlone(tensor.Name)
            ? new(Verdict.Unstable, VerdictReason.WrongInHalfAlone)
            : null;

    private static Ruling? Reference(TensorEvidence tensor)
    {
        if (tensor.All.Working.Dtype == ScalarType.Float64) return null;
        var (precisions, isIsolated) = (tensor.All.Precisions, tensor.Chained!.AllClose);
        var inDispute = precisions.Errors(tensor.Name, isIsolated)?.AutogradError ?? double.NaN;
        return precisions.IsTrue(tensor.Name, isIsolated, pair => pair.Scratch)
            && !precisions.IsTrue(tensor.Name, isIsolated, pair => pair.Autograd)
            && tensor.All.Trials.OfWorkingPrecision.AutogradIsWorse(tensor.Name, isIsolated, inDispute)
            ? new(Verdict.Reference, VerdictReason.AutogradLosesDigits)
            : null;
    }

    private static Ruling? Rounding(TensorEvidence tensor) => new(Verdict.Rounding, VerdictReason.RoundsNoWorse);

    private static bool HasNonZero(Tensor? tensor)
    {
        if (tensor is null) return false;
        using var scope = NewDisposeScope();
        return (tensor != 0).any().item<bool>();
    }
}
