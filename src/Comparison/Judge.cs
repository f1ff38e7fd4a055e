using ScratchVsAutograd.Comparison.Contract;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Precision;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison;

/// <summary>Weighs one tensor's evidence, cheapest first: presence, shape, contract, numbers, and other precisions where those do not suffice.</summary>
internal sealed class Judge(PrecisionRun working, Lazy<TwoPrecisions> precisions, Trials trials, ContractFindings contract)
{
    /// <summary>An absolute tolerance above this part of a gradient's largest element could hide a wrong one.</summary>
    private const double Dominating = 1e-3;

    // Their tolerances have to be so wide that a formula wrong by a hundredth would pass.
    private bool IsHalf => working.Dtype is ScalarType.BFloat16 or ScalarType.Float16;

    private bool IsUsable => precisions.Value.Unusable is null;

    /// <summary>The verdict on a tensor.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="chained">The numbers of the chained run; null where a side is absent.</param>
    /// <param name="isolated">The numbers of the isolated run; null where a side is absent.</param>
    public Verdict Verdict(string name, TensorDiff? chained, TensorDiff? isolated)
    {
        if (chained is null) return WithoutPair(name);
        if (!chained.ScratchShape.AsSpan().SequenceEqual(chained.AutogradShape.AsSpan())) return Comparison.Verdict.Shape;
        if (chained.ScratchDtype != chained.AutogradDtype) return Comparison.Verdict.Dtype;
        if (contract.Modified.ContainsKey(name)) return Comparison.Verdict.Modified;
        if (contract.Unrepeatable.Contains(name)) return Comparison.Verdict.Unrepeatable;
        if (contract.LayoutDependent.Contains(name)) return Comparison.Verdict.Origin;
        if (isolated is { AllClose: false } && IsMisled(name)) isolated = null;
        if (IsDifferentlyNonFinite(name, chained, false) || IsDifferentlyNonFinite(name, isolated, true)) return OfNonFinite(name, chained);
        var isClose = chained.AllClose && isolated is null or { AllClose: true };
        return isClose && !SaysLittle(chained) && !SaysLittle(isolated)
            ? Comparison.Verdict.Agree
            : InOtherPrecisions(name, chained, isolated);
    }

    /// <summary>Whether a tolerance says little about a gradient because its absolute part is large beside it.</summary>
    public static bool IsDominated(TensorDiff diff)
    {
        var largest = (diff.Sensitivity - diff.Tolerance.Absolute) / diff.Tolerance.Relative;
        return diff.Blind || (largest > 0 && diff.Tolerance.Absolute > Dominating * largest);
    }

    /// <summary>
    /// Whether scratch itself made a gradient non-finite that is not, or finite that is not, out of finite ones; elsewhere it only
    /// handed on what autograd's own upstream gradient had become.
    /// </summary>
    public bool MakesNonFinite(string name)
    {
        if (working.Isolated.Gradients.ReadsBefore(name).Any(upstream => HasNonFinite(working.IsolatedOn.Gradient(upstream)))) return false;
        if (working.Pair(name, isolated: true) is not { } pair || NonFinitePlaces.AreIn(pair.Scratch, butNotIn: pair.Autograd)) return true;
        return NonFinitePlaces.AreIn(pair.Autograd, butNotIn: pair.Scratch)
            && (!IsUsable || precisions.Value.FormulaDiffersOnItsScale(name, isolated: true));
    }

    /// <summary>Whether scratch's own formula for that tensor is another in any element, however small that is.</summary>
    public bool DiffersAnywhere(string name) => IsUsable && precisions.Value.FormulaDiffersAnywhere(name, isolated: true);

    // All zero: in float64 as well, or only because the working precision has no smaller numbers?
    private bool SaysLittle(TensorDiff? diff)
        => diff is not null && (IsDominated(diff) || IsHalf || (IsAllZero(diff) && working.Dtype != ScalarType.Float64));

    private static bool IsAllZero(TensorDiff diff) => diff.Scratch.AllZero && diff.Autograd.AllZero;

    private static bool HasNonZero(Tensor? tensor)
    {
        if (tensor is null) return false;
        using var scope = NewDisposeScope();
        return (tensor != 0).any().item<bool>();
    }

    private static bool HasNonFinite(Tensor? tensor)
    {
        if (tensor is null) return false;
        using var scope = NewDisposeScope();
        return !tensor.isfinite().all().item<bool>();
    }

    private bool IsDifferentlyNonFinite(string name, TensorDiff? diff, bool isIsolated)
        => diff is { AllClose: false } && diff.Scratch.NonFinite + diff.Autograd.NonFinite > 0
            && working.Pair(name, isIsolated) is { } pair && NonFinitePlaces.Differ(pair);

    private Verdict WithoutPair(string name)
    {
        if (HasNonZero(working.ChainedGradient(name))) return Comparison.Verdict.Extra;
        var isRefused = working.Chained.Gradients.Refused(working.Autograd.Trace[name]) is not null;
        if (working.Autograd.Gradient(name) is not { } autograd) return isRefused ? Comparison.Verdict.Extra : Comparison.Verdict.Zero;
        // The bias before a normalization need not be written, although autograd's gradient is not exactly zero.
        var isZero = IsUsable ? precisions.Value.IsAutogradZero(name) : !HasNonZero(autograd);
        return isZero ? Comparison.Verdict.Zero : Comparison.Verdict.Missing;
    }

    private Verdict OfNonFinite(string name, TensorDiff chained)
    {
        if (chained.Scratch.NonFinite > 0 || !IsUsable) return Comparison.Verdict.NonFinite;
        var isReference = !precisions.Value.FormulaDiffersOnItsScale(name, isolated: false)
            && precisions.Value.Errors(name, isolated: false) is { ScratchError: <= ErrorTrials.NoDigit };
        return isReference ? Comparison.Verdict.Reference : Comparison.Verdict.NonFinite;
    }

    // The isolated run proves nothing about a tensor where the upstream gradient that autograd lent it is itself wrong.
    private bool IsMisled(string name)
        => IsUsable && precisions.Value.AgreesInHigh(name, isolated: true)
            && working.Isolated.Gradients.ReadsBefore(name).Any(upstream => !precisions.Value.AutogradIsTrue(upstream));

    private Verdict InOtherPrecisions(string name, TensorDiff chained, TensorDiff? isolated)
    {
        if (!IsUsable) return InWorkingPrecision(chained, isolated);
        if (isolated is not null && FormulaDiffers(name, isolated, isIsolated: true)) return Comparison.Verdict.Origin;
        if (FormulaDiffers(name, chained, isIsolated: false)) return Comparison.Verdict.Inherited;
        if (IsAllZero(chained) || precisions.Value.IsZero(name, isolated: false)) return Comparison.Verdict.Zero;
        return chained.AllClose && isolated is null or { AllClose: true } ? Comparison.Verdict.Agree : OfRounding(name, chained, isolated);
    }

    private static Verdict InWorkingPrecision(TensorDiff chained, TensorDiff? isolated)
    {
        if (isolated is { AllClose: false }) return Comparison.Verdict.Origin;
        if (!chained.AllClose) return Comparison.Verdict.Inherited;
        return IsAllZero(chained) ? Comparison.Verdict.Zero : Comparison.Verdict.Agree;
    }

    private bool FormulaDiffers(string name, TensorDiff diff, bool isIsolated)
    {
        if (!diff.AllClose && precisions.Value.FormulaDiffers(name, isIsolated)) return true;
        return SaysLittle(diff) && precisions.Value.FormulaDiffersOnItsScale(name, isIsolated);
    }

    private Verdict OfRounding(string name, TensorDiff chained, TensorDiff? isolated)
    {
        if (working.Dtype == ScalarType.Float64) return Comparison.Verdict.Rounding;
        // What only the chained run loses was lost before, by another line, or by the problem itself.
        if (isolated is { AllClose: false } && trials.OfFormula.ScratchIsWorse(name, isolated: true)) return Comparison.Verdict.Unstable;
        var isIsolated = chained.AllClose;
        var inDispute = precisions.Value.Errors(name, isIsolated)?.AutogradError ?? double.NaN;
        var isReference = precisions.Value.IsTrue(name, isIsolated, pair => pair.Scratch)
            && !precisions.Value.IsTrue(name, isIsolated, pair => pair.Autograd)
            && trials.OfWorkingPrecision.AutogradIsWorse(name, isIsolated, inDispute);
        return isReference ? Comparison.Verdict.Reference : Comparison.Verdict.Rounding;
    }
}
