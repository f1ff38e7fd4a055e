using ScratchVsAutograd.Comparison.Numerics;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd;

/// <summary>How far each side's working-precision gradient is from autograd's float64 one, which counts as the truth.</summary>
/// <param name="ScratchError">max |scratch − truth| / max |truth|.</param>
/// <param name="AutogradError">max |autograd − truth| / max |truth|.</param>
/// <param name="ScratchDigitsLost">Decimal digits of the dtype that scratch lost.</param>
/// <param name="AutogradDigitsLost">Decimal digits of the dtype that autograd lost.</param>
public sealed record PrecisionEvidence(
    double ScratchError, double AutogradError, double ScratchDigitsLost, double AutogradDigitsLost)
{
    /// <summary>Measures one tensor; null where there is no higher precision, or a side is absent.</summary>
    internal static PrecisionEvidence? Of(PrecisionRun working, PrecisionRun high, string name, bool isolated)
    {
        using var scope = NewDisposeScope();
        if (working.Dtype == high.Dtype || working.Pair(name, isolated) is not { } pair || high.Pair(name, isolated) is not { } truth)
            return null;
        var scratch = Relative(pair.Scratch, truth.Autograd);
        var autograd = Relative(pair.Autograd, truth.Autograd);
        var unit = UnitRoundoff.Of(working.Dtype);
        return new PrecisionEvidence(scratch, autograd, DigitsLost(scratch, unit), DigitsLost(autograd, unit));
    }

    // No error is none, also of a gradient that is zero.
    private static double Relative(Tensor value, Tensor truth)
        => Magnitude.OfDifference(value, truth) is var error && error == 0 ? 0 : error / Magnitude.Of(truth);

    private static double DigitsLost(double error, double unit)
        => double.IsNaN(error) ? double.PositiveInfinity : Math.Max(0, Math.Log10(error / unit));
}
