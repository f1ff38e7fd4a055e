using ScratchVsAutograd.Comparison.Numerics;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Precision;

/// <summary>The error trials, run when they are first asked for, in the dispose scope of whoever asks.</summary>
/// <param name="stage">What is run.</param>
/// <param name="working">The run in the working precision.</param>
/// <param name="tolerances">What is out of them is in doubt.</param>
internal sealed class Trials(Stage stage, PrecisionRun working, Tolerances tolerances)
{
    private readonly Dictionary<ScalarType, ErrorTrials> trials = [];

    /// <summary>In the working precision.</summary>
    public ErrorTrials OfWorkingPrecision => Of(working.Dtype);

    /// <summary>
    /// Of the formula: in float32 where the working precision is half of that. LibTorch's own half-precision kernels compute in
    /// float32 and round once, so any formula written out in half precision loses more, right as it may be.
    /// </summary>
    public ErrorTrials OfFormula => Of(working.Dtype is ScalarType.BFloat16 or ScalarType.Float16 ? ScalarType.Float32 : working.Dtype);

    /// <summary>
    /// Whether backward does something else in bfloat16 than in float32: its error there is far larger than autograd's, and than its own in
    /// float32 makes it expect, rounding as many times coarser as bfloat16 is. Not asked of float16, in which a right formula may run out
    /// of exponents on its way.
    /// </summary>
    public bool ScratchIsWrongInHalfAlone(string name)
    {
        if (working.Dtype != ScalarType.BFloat16 || !OfWorkingPrecision.ScratchIsWorse(name, isolated: true)) return false;
        var coarser = UnitRoundoff.Of(working.Dtype) / UnitRoundoff.Of(ScalarType.Float32);
        return !(
            OfWorkingPrecision.ScratchError(name, isolated: true) <= ErrorTrials.Factor * coarser
                * OfFormula.ScratchError(name, isolated: true));
    }

    private ErrorTrials Of(ScalarType dtype)
    {
        if (!trials.TryGetValue(dtype, out var made)) trials.Add(dtype, made = new ErrorTrials(stage, dtype, working, IsInDoubt));
        return made;
    }

    private bool IsInDoubt(string name) => IsOutOfTolerance(name, isolated: true) || IsOutOfTolerance(name, isolated: false);

    private bool IsOutOfTolerance(string name, bool isolated)
    {
        using var scope = NewDisposeScope();
        return working.Pair(name, isolated) is { } pair
            && RoundingTest.OutOfTolerance(pair.Scratch, pair.Autograd, tolerances[name]).any().item<bool>();
    }
}
