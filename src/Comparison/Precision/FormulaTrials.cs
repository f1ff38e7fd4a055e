using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Precision;

/// <summary>
/// Tells a formula from rounding in float64 alone, where a lower precision cannot: on leaves moved by a few units in the last
/// place a difference of formulas stays what it was, while rounding errors are drawn anew, with either sign.
/// </summary>
internal sealed class FormulaTrials
{
    /// <summary>The mean of a difference that stays is more than this many standard deviations from zero.</summary>
    private const double Deviations = 8;

    private const int Count = 8;
    private readonly List<PrecisionRun> trials = [];

    /// <summary>Runs the trials, in the caller's dispose scope.</summary>
    public FormulaTrials(Stage stage)
    {
        for (var trial = 1UL; trial <= Count; trial++)
            trials.Add(PrecisionRun.Of(stage, ScalarType.Float64, new LeafJitter(trial, 4 * UnitRoundoff.Of(ScalarType.Float64), ScalarType.Float64, Constants: true)));
    }

    /// <summary>Whether the two sides' difference stays, in any of the given elements.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="isolated">In the isolated run, or in the chained one.</param>
    /// <param name="where">The elements in question.</param>
    public bool Stays(string name, bool isolated, Func<Tensor> where)
    {
        using var scope = NewDisposeScope();
        var pairs = trials.Select(trial => trial.Pair(name, isolated)).OfType<GradientPair>().ToList();
        if (pairs.Count < Count) return true;
        var differences = stack(pairs.Select(pair => pair.Scratch - pair.Autograd), 0);
        var mean = differences.mean([0L]).abs();
        // Of all elements: a single one may be rounded the same way each time.
        var spread = differences.std(0, unbiased: true).max();
        return (mean <= Deviations * spread).logical_not().logical_and(where()).any().item<bool>();
    }
}
