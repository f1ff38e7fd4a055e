using ScratchVsAutograd.Comparison.Numerics;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Precision;

/// <summary>
/// Tells a formula from rounding in float64 alone, where a lower precision cannot: on leaves moved by a few units in the last
/// place a difference of formulas stays what it was, while rounding errors are drawn anew, with either sign.
/// </summary>
/// <remarks>One trial at a time is in memory; of its gradients only their differences are kept, and only of tensors in doubt.</remarks>
internal sealed class FormulaTrials
{
    /// <summary>The mean of a difference that stays is more than this many standard deviations from zero.</summary>
    private const double Deviations = 8;

    private readonly Dictionary<(string Name, bool Isolated), RunningSpread> differences = [];
    private readonly Stage stage;
    private readonly PrecisionRun high;
    private readonly int count;

    /// <summary>Runs the trials, in the caller's dispose scope.</summary>
    /// <param name="stage">What is run.</param>
    /// <param name="high">The run in float64, for its size.</param>
    /// <param name="inDoubt">Whether somebody may ask about that tensor's difference, in the isolated run or in the chained one.</param>
    public FormulaTrials(Stage stage, PrecisionRun high, Func<string, bool, bool> inDoubt)
    {
        (this.stage, this.high) = (stage, high);
        count = TrialCount.Of(high);
        Run(
            [.. high.Compared.SelectMany(name => ((string, bool)[])[(name, true), (name, false)])
                .Where(asked => inDoubt(asked.Item1, asked.Item2))]);
    }

    /// <summary>Whether the two sides' difference stays, in any of the given elements.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="isolated">In the isolated run, or in the chained one.</param>
    /// <param name="where">The elements in question.</param>
    public bool Stays(string name, bool isolated, Func<Tensor> where)
    {
        if (!differences.ContainsKey((name, isolated))) Run([(name, isolated)]);
        using var scope = NewDisposeScope();
        var seen = differences[(name, isolated)];
        if (seen.Count < count) return true;
        // Of all elements: a single one may be rounded the same way each time.
        return (seen.Mean.abs() <= Deviations * seen.Deviation.max()).logical_not().logical_and(where()).any().item<bool>();
    }

    private void Run(IReadOnlyList<(string Name, bool Isolated)> asked)
    {
        foreach (var key in asked) differences.Add(key, new RunningSpread());
        if (asked.Count == 0) return;
        // Of a large computation, the run on the leaves as they are is a trial like any other.
        var ownTrial = count < TrialCount.Usual;
        if (ownTrial) Note(high, asked);
        for (var trial = ownTrial ? 2 : 1; trial <= count; trial++) Note(Trial((ulong)trial), asked);
        Unowned.Tidy();
    }

    private PrecisionRun Trial(ulong seed)
        => PrecisionRun.Of(
            stage, ScalarType.Float64, new LeafJitter(seed, 4 * UnitRoundoff.Of(ScalarType.Float64), ScalarType.Float64, Constants: true));

    private void Note(PrecisionRun trial, IReadOnlyList<(string Name, bool Isolated)> asked)
    {
        foreach (var (name, isolated) in asked)
        {
            if (trial.Pair(name, isolated) is { } pair) differences[(name, isolated)].Add(() => pair.Scratch - pair.Autograd);
        }

        GC.KeepAlive(trial);
    }
}
