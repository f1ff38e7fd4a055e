using ScratchVsAutograd.Comparison.Contract;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Precision;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison;

/// <summary>Weighs one tensor's evidence, cheapest first: presence, shape, contract, numbers, and the other precision where they are out.</summary>
internal sealed class Judge(PrecisionRun working, Lazy<TwoPrecisions> precisions, Lazy<ErrorTrials> trials, ContractFindings contract)
{
    /// <summary>An absolute tolerance above this part of a gradient's largest element could hide a wrong one.</summary>
    private const double Dominating = 0.01;

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
        var close = chained.AllClose && isolated is null or { AllClose: true };
        if (close && chained.Scratch.AllZero && chained.Autograd.AllZero) return Comparison.Verdict.Zero;
        if (close && !IsDominated(chained)) return Comparison.Verdict.Agree;
        return IsNonFinite(chained) || (isolated is not null && IsNonFinite(isolated))
            ? OfNonFinite(name, chained)
            : InOtherPrecision(name, chained, isolated);
    }

    /// <summary>Whether a tolerance says little about a gradient because its absolute part is large beside it.</summary>
    public static bool IsDominated(TensorDiff diff)
    {
        var largest = (diff.Sensitivity - diff.Tolerance.Absolute) / diff.Tolerance.Relative;
        return diff.Blind || (largest > 0 && diff.Tolerance.Absolute > Dominating * largest);
    }

    private static bool IsNonFinite(TensorDiff diff) => !diff.AllClose && diff.Scratch.NonFinite + diff.Autograd.NonFinite > 0;

    private static bool HasNonZero(Tensor? tensor)
    {
        if (tensor is null) return false;
        using var scope = NewDisposeScope();
        return (tensor != 0).any().item<bool>();
    }

    private Verdict WithoutPair(string name)
    {
        if (HasNonZero(working.ChainedGradient(name))) return Comparison.Verdict.Extra;
        return HasNonZero(working.Autograd.Gradient(name)) ? Comparison.Verdict.Missing : Comparison.Verdict.Zero;
    }

    private Verdict OfNonFinite(string name, TensorDiff chained)
        => chained.Scratch.NonFinite == 0 && IsUsable() && precisions.Value.IsTrue(name, isolated: false, pair => pair.Scratch)
            ? Comparison.Verdict.Reference
            : Comparison.Verdict.NonFinite;

    private bool IsUsable() => precisions.Value.Unusable is null;

    // The isolated run proves nothing about a tensor where the upstream gradient that autograd lent it is itself wrong.
    private bool IsMisled(string name)
        => IsUsable() && precisions.Value.AgreesInHigh(name, isolated: true)
            && working.Isolated.Gradients.ReadsBefore(name).Any(upstream => !precisions.Value.AutogradIsTrue(upstream));

    private Verdict InOtherPrecision(string name, TensorDiff chained, TensorDiff? isolated)
    {
        if (!IsUsable()) return WithoutOtherPrecision(chained, isolated);
        if (isolated is not null && FormulaDiffers(name, isolated, isIsolated: true)) return Comparison.Verdict.Origin;
        if (FormulaDiffers(name, chained, isIsolated: false)) return Comparison.Verdict.Inherited;
        if (precisions.Value.IsZero(name, isolated: false)) return Comparison.Verdict.Zero;
        if (chained.AllClose && isolated is null or { AllClose: true }) return Comparison.Verdict.Agree;
        return OfRounding(name, isIsolated: chained.AllClose);
    }

    private static Verdict WithoutOtherPrecision(TensorDiff chained, TensorDiff? isolated)
    {
        if (isolated is { AllClose: false }) return Comparison.Verdict.Origin;
        return chained.AllClose ? Comparison.Verdict.Agree : Comparison.Verdict.Inherited;
    }

    private bool FormulaDiffers(string name, TensorDiff diff, bool isIsolated)
    {
        if (!diff.AllClose && precisions.Value.FormulaDiffers(name, isIsolated)) return true;
        return IsDominated(diff) && precisions.Value.FormulaDiffersOnItsScale(name, isIsolated);
    }

    private Verdict OfRounding(string name, bool isIsolated)
    {
        if (working.Dtype == ScalarType.Float64) return Comparison.Verdict.Rounding;
        if (trials.Value.ScratchIsWorse(name, isIsolated)) return Comparison.Verdict.Unstable;
        var inDispute = precisions.Value.Errors(name, isIsolated)?.AutogradError ?? double.NaN;
        var isReference = precisions.Value.IsTrue(name, isIsolated, pair => pair.Scratch)
            && !precisions.Value.IsTrue(name, isIsolated, pair => pair.Autograd)
            && trials.Value.AutogradIsWorse(name, isIsolated, inDispute);
        return isReference ? Comparison.Verdict.Reference : Comparison.Verdict.Rounding;
    }
}
