using ScratchVsAutograd.Comparison.Numerics;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Precision;

/// <summary>
/// The same runs in float32 and in float64, on leaves rounded to the working precision, which may be one of the two. Together
/// they tell a wrong formula from rounding. A half precision is not compared with float64 itself: it runs out of exponents.
/// </summary>
internal sealed class TwoPrecisions
{
    /// <summary>What is allowed relative to a tensor's own scale, where its tolerance could hide a wrong gradient.</summary>
    private const double OfItsScale = 1e-5;

    /// <summary>Below this, float32 runs out of exponents.</summary>
    private const double Underflow = 1e-30;

    private readonly PrecisionRun working;
    private readonly PrecisionRun low;
    private readonly Tolerance tolerance;
    private readonly Lazy<CancellationProbe> probe;
    private readonly Lazy<FormulaTrials> trials;

    /// <summary>Runs what has not been run yet, in the caller's dispose scope.</summary>
    public TwoPrecisions(Stage stage, PrecisionRun working, Tolerance tolerance)
    {
        (this.working, this.tolerance) = (working, tolerance);
        var (lower, higher) = (RunIn(ScalarType.Float32), RunIn(ScalarType.Float64));
        var forwardStopped = stage.OtherPrecisionsObjection;
        low = forwardStopped is null ? lower! : working;
        var high = forwardStopped is null ? higher! : working;
        High = high;
        probe = new(() => new CancellationProbe(stage, high));
        trials = new(() => new FormulaTrials(stage, high, (name, isolated) => Kind(name, isolated, Everywhere(name, isolated)) != DifferenceKind.Rounding || IsFarApart(name, isolated)));
        Unusable = forwardStopped ?? Objection(low) ?? Objection(High)
            ?? (double.IsFinite(working.Autograd.Loss) && !double.IsFinite(High.Autograd.Loss) ? "In float64, the loss is not finite." : null);

        PrecisionRun? RunIn(ScalarType dtype) => working.Dtype == dtype ? working : stage.In(dtype, () => PrecisionRun.Of(stage, dtype));
    }

    /// <summary>Why the other precision tells nothing, in a sentence, or null: a backward may be written for one dtype only.</summary>
    public string? Unusable { get; }

    /// <summary>The run in float32.</summary>
    public PrecisionRun Low => low;

    /// <summary>The run in float64.</summary>
    public PrecisionRun High { get; }

    /// <summary>Whether scratch's formula is another than autograd's, where the working precision is out of tolerance.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="isolated">In the isolated run, or in the chained one.</param>
    public bool FormulaDiffers(string name, bool isolated)
        => working.Pair(name, isolated) is not { } pair
            || Differs(name, isolated, () => RoundingTest.OutOfTolerance(pair.Scratch, pair.Autograd, tolerance));

    /// <summary>Whether scratch's formula is another, held to the tensor's own scale instead of to the tolerance.</summary>
    public bool FormulaDiffersOnItsScale(string name, bool isolated)
        => High.Pair(name, isolated) is not { } pair || (!AgreesInLow(name, isolated) && Differs(name, isolated, () => OutOfScale(pair)));

    /// <summary>
    /// Whether scratch's formula is another in any element, held to no tolerance but float64's own roundings. One of many small
    /// elements may look so by chance, hence all the evidence there is.
    /// </summary>
    public bool FormulaDiffersAnywhere(string name, bool isolated)
    {
        if (High.Pair(name, isolated) is null) return false;
        var everywhere = Everywhere(name, isolated);
        return Kind(name, isolated, everywhere) == DifferenceKind.Formula && ExceedsRounding(probe.Value, name, isolated, everywhere)
            && trials.Value.Stays(name, isolated, everywhere);
    }

    /// <summary>Whether both sides are zero but for rounding.</summary>
    public bool IsZero(string name, bool isolated)
        => low.Pair(name, isolated) is { } lower && High.Pair(name, isolated) is { } higher && RoundingTest.IsZero(lower, higher);

    /// <summary>Whether autograd's gradient alone is zero but for rounding.</summary>
    public bool IsAutogradZero(string name)
        => low.Autograd.Gradient(name) is { } lower && High.Autograd.Gradient(name) is { } higher
            && RoundingTest.IsZero(new(lower, lower), new(higher, higher));

    /// <summary>How far each side is from the float64 truth; null where the working precision is float64, or a side is absent.</summary>
    public PrecisionEvidence? Errors(string name, bool isolated) => PrecisionEvidence.Of(working, High, name, isolated);

    // What float32 does not see, float64 need not either, provided that float32 sees anything.
    private bool AgreesInLow(string name, bool isolated)
    {
        if (low.Pair(name, isolated) is not { } pair || pair.Scratch.numel() == 0) return false;
        var scale = Magnitude.Of(pair.Autograd);
        return scale > Underflow && Magnitude.OfDifference(pair.Scratch, pair.Autograd) <= OfItsScale * scale;
    }

    /// <summary>Whether float64 alone, held to the tensor's own scale, has nothing against scratch.</summary>
    public bool AgreesInHigh(string name, bool isolated)
    {
        using var scope = NewDisposeScope();
        return High.Pair(name, isolated) is { } pair && !OutOfScale(pair).any().item<bool>();
    }

    /// <summary>Whether a side of the working precision is the float64 truth but for rounding.</summary>
    public bool IsTrue(string name, bool isolated, Func<GradientPair, Tensor> side)
        => working.Pair(name, isolated) is { } pair && High.Pair(name, isolated) is { } truth && IsTrue(side(pair), truth.Autograd);

    /// <summary>Whether autograd's gradient in the working precision is the float64 truth but for rounding.</summary>
    public bool AutogradIsTrue(string name)
        => working.IsolatedOn.Gradient(name) is { } gradient && High.IsolatedOn.Gradient(name) is { } truth && IsTrue(gradient, truth);

    // Held to the gradient's scale: a small element of a long sum may be rounded further than its own size allows.
    private bool IsTrue(Tensor gradient, Tensor truth)
    {
        if (truth.numel() == 0) return true;
        return Magnitude.OfDifference(gradient, truth) <= Tolerance.For(working.Dtype).Relative * Magnitude.Of(truth);
    }

    // A failure, or a gradient of a dtype that is refused, which the working precision does not show.
    private string? Objection(PrecisionRun run)
    {
        var objection = working.Chained.Failure is null ? run.Chained.Failure : null;
        objection ??= run.Compared.Where(name => Refused(working, name) is null).Select(name => Refused(run, name)).FirstOrDefault(refused => refused is not null);
        return objection is null ? null : $"In {run.Dtype.ToString().ToLowerInvariant()}, {objection}";
    }

    private static string? Refused(PrecisionRun run, string name) => run.Chained.Gradients.Refused(run.Autograd.Trace[name])?.Objection;

    // No dispose scope around what is run on demand: it serves the tensors after this one too.
    private bool Differs(string name, bool isolated, Func<Tensor> where)
    {
        var kind = Kind(name, isolated, where);
        if (kind == DifferenceKind.Rounding && !IsFarApart(name, isolated)) return false;
        // Two of three kinds of evidence: each alone can be had by chance.
        return ExceedsRounding(probe.Value, name, isolated, where)
            ? kind == DifferenceKind.Formula || trials.Value.Stays(name, isolated, where)
            : kind == DifferenceKind.Formula && trials.Value.Stays(name, isolated, where);
    }

    // Where autograd's float32 is wrong, its error would make room for any difference; that of scratch, chained and so untouched
    // by it, must do.
    private bool IsFarApart(string name, bool isolated)
    {
        using var scope = NewDisposeScope();
        return High.Pair(name, isolated) is { } pair && low.ChainedGradient(name) is { } rounded && High.ChainedGradient(name) is { } exact
            && RoundingTest.Judge(new(rounded, exact), pair, OutOfScale(pair)) != DifferenceKind.Rounding && !IsZero(name, isolated: false);
    }

    private bool ExceedsRounding(CancellationProbe cancellation, string name, bool isolated, Func<Tensor> where)
    {
        using var scope = NewDisposeScope();
        return High.Pair(name, isolated) is not { } pair || cancellation.ExceedsRounding(name, isolated, pair).logical_and(where()).any().item<bool>();
    }

    private DifferenceKind Kind(string name, bool isolated, Func<Tensor> where)
    {
        using var scope = NewDisposeScope();
        return low.Pair(name, isolated) is { } lower && High.Pair(name, isolated) is { } higher
            ? RoundingTest.Judge(lower, higher, where())
            : DifferenceKind.Formula;
    }

    private Func<Tensor> Everywhere(string name, bool isolated) => () => ones_like(High.Pair(name, isolated)!.Value.Scratch, ScalarType.Bool);

    private static Tensor OutOfScale(GradientPair high)
    {
        var difference = (high.Scratch - high.Autograd).abs_();
        return difference.numel() == 0 ? difference : (difference <= OfItsScale * Magnitude.Of(high.Autograd)).logical_not();
    }
}
