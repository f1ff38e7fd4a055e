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
        // Autograd's NaN is no mistake of scratch.
        return !(scratch <= Factor * Math.Max(double.IsNaN(autograd) ? double.PositiveInfinity : autograd, Floor));
    }

    /// <summary>Whether autograd loses far more digits than scratch.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="isolated">In the isolated run, or in the chained one.</param>
    /// <param name="inDispute">Autograd's error in the run that is in dispute: it may be wrong in some runs only.</param>
    public bool AutogradIsWorse(string name, bool isolated, double inDispute)
    {
        var (scratch, autograd) = Errors(name, isolated);
        var allowed = Factor * Math.Max(scratch, Floor);
        // One unlucky run may be a few times worse than the usual one, but not as much again as sums in another order.
        return !(autograd <= allowed) || !(inDispute <= Factor * allowed);
    }

    private double Floor => Factor * UnitRoundoff.Of(working);

    private (double Scratch, double Autograd) Errors(string name, bool isolated)
    {
        var errors = trials.Select(trial => trial.Errors(name, isolated)).OfType<PrecisionEvidence>().ToList();
        return errors.Count == 0
            ? (double.NaN, double.NaN)
            : (RootMeanSquare(errors.Select(error => error.ScratchError)), RootMeanSquare(errors.Select(error => error.AutogradError)));
    }

    private static double RootMeanSquare(IEnumerable<double> errors) => Math.Sqrt(errors.Average(error => error * error));
}
