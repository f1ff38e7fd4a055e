using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Precision;

/// <summary>
/// One rounding error may be large or small by luck. These trials repeat the run on leaves moved by a few units in the last
/// place, each against its own float64 truth, so that a formula that loses digits can be told from an unlucky sum.
/// </summary>
internal sealed class ErrorTrials
{
    /// <summary>A side with a larger relative error has no digit left that the other could be said to have lost.</summary>
    public const double NoDigit = 0.1;

    /// <summary>
    /// One side may lose a digit more than the other: among right formulas, the one that rounds ten times where the other rounds
    /// once may.
    /// </summary>
    private const double Factor = 10;

    /// <summary>Below this many units there is nothing to lose.</summary>
    private const double Negligible = 16;

    private const int Count = 8;
    private readonly List<(PrecisionRun Low, PrecisionRun High)> trials = [];
    private readonly ScalarType dtype;

    /// <summary>Runs the trials, in the caller's dispose scope.</summary>
    /// <param name="stage">What is run.</param>
    /// <param name="dtype">Whose errors are measured.</param>
    /// <param name="working">What the leaves are rounded to.</param>
    public ErrorTrials(Stage stage, ScalarType dtype, ScalarType working)
    {
        this.dtype = dtype;
        for (var trial = 1UL; trial <= Count; trial++)
        {
            var jitter = new LeafJitter(trial, 4 * UnitRoundoff.Of(working), working);
            trials.Add((PrecisionRun.Of(stage, dtype, jitter), PrecisionRun.Of(stage, ScalarType.Float64, jitter)));
        }
    }

    /// <summary>Whether scratch loses far more digits than autograd.</summary>
    public bool ScratchIsWorse(string name, bool isolated)
    {
        var (scratch, autograd) = Errors(name, isolated);
        return IsWorse(scratch, autograd);
    }

    /// <summary>Whether autograd loses far more digits than scratch.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="isolated">In the isolated run, or in the chained one.</param>
    /// <param name="inDispute">Autograd's error in the run that is in dispute: it may be wrong in some runs only.</param>
    public bool AutogradIsWorse(string name, bool isolated, double inDispute)
    {
        var (scratch, autograd) = Errors(name, isolated);
        // One unlucky run may be a few times worse than the usual one, but not as much again.
        return IsWorse(autograd, scratch) || IsWorse(inDispute / Factor, scratch);
    }

    // A side that is NaN has lost everything, and is not one that others are measured by.
    private bool IsWorse(double error, double than)
        => than <= NoDigit && !(error <= Math.Max(Factor * than, Negligible * UnitRoundoff.Of(dtype)));

    private (double Scratch, double Autograd) Errors(string name, bool isolated)
    {
        var errors = trials.Select(trial => PrecisionEvidence.Of(trial.Low, trial.High, name, isolated)).OfType<PrecisionEvidence>().ToList();
        return errors.Count == 0
            ? (double.NaN, double.NaN)
            : (RootMeanSquare(errors.Select(error => error.ScratchError)), RootMeanSquare(errors.Select(error => error.AutogradError)));
    }

    private static double RootMeanSquare(IEnumerable<double> errors) => Math.Sqrt(errors.Average(error => error * error));
}
