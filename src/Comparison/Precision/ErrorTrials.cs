using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Precision;

/// <summary>
/// One rounding error may be large or small by luck. These trials repeat the run on leaves moved by a few units in the last
/// place, each against its own float64 truth, so that a formula that loses digits can be told from an unlucky sum.
/// </summary>
internal sealed class ErrorTrials
{
    /// <summary>Scratch may be this much worse than autograd; sums in another order are no worse than twice.</summary>
    private const double Factor = 4;

    private const int Count = 8;
    private readonly List<TwoPrecisions> trials = [];
    private readonly ScalarType working;

    /// <summary>Runs the trials, in the caller's dispose scope.</summary>
    public ErrorTrials(Stage stage, ScalarType working, Diff.Tolerance tolerance)
    {
        this.working = working;
        for (var trial = 1UL; trial <= Count; trial++)
        {
            var relative = 4 * UnitRoundoff.Of(working);
            var low = PrecisionRun.Of(stage, working, new LeafJitter(trial, relative));
            var high = PrecisionRun.Of(stage, ScalarType.Float64, new LeafJitter(trial, relative));
            trials.Add(new TwoPrecisions(low, high, tolerance));
        }
    }

    /// <summary>Whether scratch loses far more digits than autograd.</summary>
    public bool ScratchIsWorse(string name, bool isolated)
    {
        var (scratch, autograd) = Errors(name, isolated);
        return !(scratch <= Factor * Math.Max(autograd, Factor * UnitRoundoff.Of(working)));
    }

    /// <summary>Whether autograd loses far more digits than scratch.</summary>
    public bool AutogradIsWorse(string name, bool isolated)
    {
        var (scratch, autograd) = Errors(name, isolated);
        return !(autograd <= Factor * Math.Max(scratch, Factor * UnitRoundoff.Of(working)));
    }

    private (double Scratch, double Autograd) Errors(string name, bool isolated)
    {
        var errors = trials.Select(trial => trial.Errors(name, isolated)).OfType<PrecisionEvidence>().ToList();
        return errors.Count == 0
            ? (double.NaN, double.NaN)
            : (RootMeanSquare(errors.Select(error => error.ScratchError)), RootMeanSquare(errors.Select(error => error.AutogradError)));
    }

    private static double RootMeanSquare(IEnumerable<double> errors) => Math.Sqrt(errors.Average(error => error * error));
}
