using ScratchVsAutograd.Comparison.Numerics;
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
    public const double Factor = 10;

    /// <summary>Below this many units there is nothing to lose.</summary>
    private const double Negligible = 16;

    private readonly Dictionary<(string Name, bool Isolated), List<PrecisionEvidence>> errors = [];
    private readonly Stage stage;
    private readonly ScalarType dtype;
    private readonly ScalarType working;
    private readonly int count;

    /// <summary>Runs the trials, in the caller's dispose scope; one of them at a time is in memory.</summary>
    /// <param name="stage">What is run.</param>
    /// <param name="dtype">Whose errors are measured.</param>
    /// <param name="run">The run in the working precision, which leaves are rounded to.</param>
    /// <param name="inDoubt">Whether somebody may ask about that tensor.</param>
    public ErrorTrials(Stage stage, ScalarType dtype, PrecisionRun run, Func<string, bool> inDoubt)
    {
        (this.stage, this.dtype, working, count) = (stage, dtype, run.Dtype, TrialCount.Of(run));
        Run([.. run.Compared.Where(inDoubt).SelectMany(name => ((string, bool)[])[(name, true), (name, false)])]);
    }

    /// <summary>Whether scratch loses far more digits than autograd.</summary>
    public bool ScratchIsWorse(string name, bool isolated)
    {
        var (scratch, autograd) = Errors(name, isolated);
        return IsWorse(scratch, autograd);
    }

    /// <summary>Scratch's error relative to the tensor's scale, the root mean square over all trials.</summary>
    public double ScratchError(string name, bool isolated) => Errors(name, isolated).Scratch;

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
        if (!errors.ContainsKey((name, isolated))) Run([(name, isolated)]);
        return errors[(name, isolated)] is { Count: > 0 } found
            ? (RootMeanSquare(found.Select(error => error.ScratchError)), RootMeanSquare(found.Select(error => error.AutogradError)))
            : (double.NaN, double.NaN);
    }

    private void Run(IReadOnlyList<(string Name, bool Isolated)> asked)
    {
        foreach (var key in asked) errors.Add(key, []);
        for (var trial = 1; trial <= count && asked.Count > 0; trial++) Note((ulong)trial, asked);
        Unowned.Tidy();
    }

    private void Note(ulong seed, IReadOnlyList<(string Name, bool Isolated)> asked)
    {
        var jitter = new LeafJitter(seed, 4 * UnitRoundoff.Of(working), working);
        var (low, high) = (PrecisionRun.Of(stage, dtype, jitter), PrecisionRun.Of(stage, ScalarType.Float64, jitter));
        foreach (var (name, isolated) in asked)
        {
            if (PrecisionEvidence.Of(low, high, name, isolated) is { } error) errors[(name, isolated)].Add(error);
        }

        GC.KeepAlive((low, high));
    }

    private static double RootMeanSquare(IEnumerable<double> errors) => Math.Sqrt(errors.Average(error => error * error));
}
