using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Precision;

/// <summary>The error trials, run when they are first asked for, in the dispose scope of whoever asks.</summary>
internal sealed class Trials(Stage stage, ScalarType working)
{
    private readonly Lazy<ErrorTrials> ofWorking = new(() => new ErrorTrials(stage, working, working));
    private readonly Lazy<ErrorTrials> ofSingle = new(() => new ErrorTrials(stage, ScalarType.Float32, working));

    /// <summary>In the working precision.</summary>
    public ErrorTrials OfWorkingPrecision => ofWorking.Value;

    /// <summary>
    /// Of the formula: in float32 where the working precision is half of that. LibTorch's own half-precision kernels compute in
    /// float32 and round once, so any formula written out in half precision loses more, right as it may be.
    /// </summary>
    public ErrorTrials OfFormula => working is ScalarType.BFloat16 or ScalarType.Float16 ? ofSingle.Value : ofWorking.Value;
}
