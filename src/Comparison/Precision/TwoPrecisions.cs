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
    public const double OfItsScale = 1e-5;

    private readonly PrecisionRun working;
    private readonly PrecisionRun low;
    private readonly Tolerances tolerances;
    private readonly Lazy<CancellationProbe> probe;
    private readonly Lazy<FormulaTrials> trials;
    private readonly Dictionary<(string, bool, Held), Seen> seen = [];
    private readonly Dictionary<(string, bool), bool> zeros = [];
    private readonly Dictionary<(string, bool), bool> agreesInHigh = [];
    private readonly Dictionary<(string, bool), PrecisionEvidence?> errors = [];

    /// <summary>Runs what has not been run yet, in the caller's dispose scope.</summary>
    public TwoPrecisions(Stage stage, PrecisionRun working, Tolerances tolerances)
    {
        (this.working, this.tolerances) = (working, tolerances);
        var (lower, higher) = (RunIn(ScalarType.Float32), RunIn(ScalarType.Float64));
        var forwardStopped = stage.OtherPrecisionsObjection;
        low = forwardStopped is null ? lower! : working;
        var high = forwardStopped is null ? higher! : working;
        High = high;
        probe = new(() => new CancellationProbe(stage, high));
        trials = new(() => new FormulaTrials(stage, high, IsInDoubt));
        Unusable = forwardStopped ?? Objection(low) ?? Objection(High)
            ?? (double.IsFinite(working.Loss) && !double.IsFinite(High.Loss) ? "In float64, the loss is not finite." : null);

        PrecisionRun? RunIn(ScalarType dtype) => working.Dtype == dtype ? working : stage.In(dtype, () => working.In(stage, dtype));
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
        => working.Pair(name, isolated) is null || Differs(name, isolated, Held.ToTolerance);

    /// <summary>Whether scratch's formula is another, held to the tensor's own scale instead of to the tolerance.</summary>
    public bool FormulaDiffersOnItsScale(string name, bool isolated)
        => !AgreesInLow(name, isolated) && Differs(name, isolated, Held.ToItsScale);

    /// <summary>
    /// Looks at what <see cref="FormulaDiffers"/> and <see cref="FormulaDiffersOnItsScale"/> will be asked about a tensor, so that
    /// float64's gradients can be let go of before they answer.
    /// </summary>
    /// <param name="name">The tensor.</param>
    /// <param name="isolated">In the isolated run, or in the chained one.</param>
    /// <param name="tolerance">Whether it will be asked what is out of tolerance.</param>
    /// <param name="scale">Whether it will be held to its own scale.</param>
    public void LookAt(string name, bool isolated, bool tolerance, bool scale)
    {
        if (tolerance && working.Pair(name, isolated) is not null) Look(name, isolated, Held.ToTolerance);
        if (scale && !AgreesInLow(name, isolated)) Look(name, isolated, Held.ToItsScale);
        if (isolated) return;
        IsZero(name, isolated);
        Errors(name, isolated);
    }

    /// <summary>
    /// Whether scratch's formula is another in any element, held to no tolerance but float64's own roundings. One of many small
    /// elements may look so by chance, hence all the evidence there is.
    /// </summary>
    public bool FormulaDiffersAnywhere(string name, bool isolated)
    {
        if (High.Pair(name, isolated) is null) return false;
        var seen = Look(name, isolated, Held.ToNothing);
        return seen.Kind == DifferenceKind.Formula && ExceedsRounding(seen, name, isolated) && Stays(name, isolated, Held.ToNothing);
    }

    /// <summary>Whether both sides are zero but for rounding.</summary>
    public bool IsZero(string name, bool isolated) => Once(zeros, name, isolated, () =>
        low.Pair(name, isolated) is { } lower && High.Pair(name, isolated) is { } higher && RoundingTest.IsZero(lower, higher));

    /// <summary>Whether autograd's gradient alone is zero but for rounding.</summary>
    public bool IsAutogradZero(string name)
        => low.Gradient(name) is { } lower && High.Gradient(name) is { } higher
            && RoundingTest.IsZero(new(lower, lower), new(higher, higher));

    /// <summary>How far each side is from the float64 truth; null where the working precision is float64, or a side is absent.</summary>
    public PrecisionEvidence? Errors(string name, bool isolated)
        => Once(errors, name, isolated, () => PrecisionEvidence.Of(working, High, name, isolated));

    // What float32 does not see, float64 need not either, provided that float32 sees anything.
    private bool AgreesInLow(string name, bool isolated) => low.Agrees(name, isolated, OfItsScale);

    /// <summary>Whether float64 alone, held to the tensor's own scale, has nothing against scratch.</summary>
    public bool AgreesInHigh(string name, bool isolated) => Once(agreesInHigh, name, isolated, () =>
    {
        using var scope = NewDisposeScope();
        return High.Pair(name, isolated) is { } pair && !OutOfScale(pair).any().item<bool>();
    });

    /// <summary>Whether a side of the working precision is the float64 truth but for rounding.</summary>
    public bool IsTrue(string name, bool isolated, Func<GradientPair, Tensor> side)
        => working.Pair(name, isolated) is { } pair && High.Pair(name, isolated) is { } truth && IsTrue(side(pair), truth.Autograd);

    /// <summary>Whether autograd's gradient in the working precision is the float64 truth but for rounding.</summary>
    public bool AutogradIsTrue(string name)
        => working.Gradient(name) is { } gradient && High.Gradient(name) is { } truth && IsTrue(gradient, truth);

    // Held to the gradient's scale: a small element of a long sum may be rounded further than its own size allows.
    private bool IsTrue(Tensor gradient, Tensor truth)
    {
        if (truth.numel() == 0) return true;
        return Magnitude.OfDifference(gradient, truth) <= Tolerance.For(working.Dtype).Relative * Magnitude.Of(truth);
    }

    // A failure, or a gradient of a dtype that is refused, which the working precision does not show.
    private string? Objection(PrecisionRun run)
    {
        var objection = working.Failure is null ? run.Failure : null;
        objection ??= run.Compared.Where(name => working.ChainedNotes.Objection(name) is null).Select(run.ChainedNotes.Objection)
            .FirstOrDefault(refused => refused is not null);
        return objection is null ? null : $"In {run.Dtype.ToString().ToLowerInvariant()}, {objection}";
    }

    // No dispose scope around what is run on demand: it serves the tensors after this one too.
    private bool Differs(string name, bool isolated, Held held)
    {
        var seen = Look(name, isolated, held);
        if (seen.Kind == DifferenceKind.Rounding && !seen.IsFarApart) return false;
        // What differs by less than the tolerance would have passed but for rounding.
        if (!seen.Exceeds) return false;
        // Two of three kinds of evidence: each alone can be had by chance.
        return ExceedsRounding(seen, name, isolated)
            ? seen.Kind == DifferenceKind.Formula || Stays(name, isolated, held)
            : seen.Kind == DifferenceKind.Formula && Stays(name, isolated, held);
    }

    private bool ExceedsRounding(Seen seen, string name, bool isolated)
        => seen.Largest is not { } largest || probe.Value.ExceedsRounding(name, isolated, largest);

    private bool Stays(string name, bool isolated, Held held) => trials.Value.Stays(name, isolated, () => Where(name, isolated, held));

    // What is kept of four gradients.
    private Seen Look(string name, bool isolated, Held held)
    {
        if (seen.TryGetValue((name, isolated, held), out var known)) return known;
        using var scope = NewDisposeScope();
        if (High.Pair(name, isolated) is not { } pair)
        {
            known = new Seen(DifferenceKind.Formula, IsFarApart: false, Exceeds: true, Largest: null);
        }
        else
        {
            var where = Where(name, isolated, held);
            var kind = low.Pair(name, isolated) is { } lower ? RoundingTest.Judge(lower, pair, where) : DifferenceKind.Formula;
            var exceeds = held != Held.ToTolerance
                || RoundingTest.OutOfTolerance(pair.Scratch, pair.Autograd, tolerances[name]).logical_and(where).any().item<bool>();
            known = new Seen(kind, kind == DifferenceKind.Rounding && IsFarApart(name, isolated), exceeds, Largest(pair, where));
        }

        return seen[(name, isolated, held)] = known;
    }

    private Tensor Where(string name, bool isolated, Held held) => held switch
    {
        Held.ToTolerance when working.Pair(name, isolated) is { } pair =>
        RoundingTest.OutOfTolerance(pair.Scratch, pair.Autograd, tolerances[name]),
        Held.ToItsScale => OutOfScale(High.Pair(name, isolated)!.Value),
        _ => ones_like(High.Pair(name, isolated)!.Value.Scratch, ScalarType.Bool),
    };

    // Of the elements that count; 0 where there are none, as of what does not differ.
    private static double Largest(GradientPair pair, Tensor where)
    {
        using var scope = NewDisposeScope();
        return Magnitude.Of((pair.Scratch - pair.Autograd).masked_fill_(where.logical_not(), 0));
    }

    private static T Once<T>(Dictionary<(string, bool), T> known, string name, bool isolated, Func<T> ask)
        => known.TryGetValue((name, isolated), out var answer) ? answer : known[(name, isolated)] = ask();

    private bool IsInDoubt(string name, bool isolated)
        => Look(name, isolated, Held.ToNothing) is { Kind: not DifferenceKind.Rounding } or { IsFarApart: true };

    // Where autograd's float32 is wrong, its error would make room for any difference; that of scratch, chained and so untouched
    // by it, must do.
    private bool IsFarApart(string name, bool isolated)
    {
        using var scope = NewDisposeScope();
        return High.Pair(name, isolated) is { } pair && low.ChainedGradient(name) is { } rounded && High.ChainedGradient(name) is { } exact
            && RoundingTest.Judge(new(rounded, exact), pair, OutOfScale(pair)) != DifferenceKind.Rounding && !IsZero(name, isolated: false);
    }

    private static Tensor OutOfScale(GradientPair high)
    {
        var difference = (high.Scratch - high.Autograd).abs_();
        return difference.numel() == 0 ? difference : (difference <= OfItsScale * Magnitude.Of(high.Autograd)).logical_not();
    }

    // What an element is held to before it counts.
    private enum Held
    {
        ToTolerance,
        ToItsScale,
        ToNothing,
    }

    // Of the elements that count, in float64: Exceeds says whether the difference alone is out of the tolerance that they are held to,
    // Largest how large it is; null where a side is absent.
    private sealed record Seen(DifferenceKind Kind, bool IsFarApart, bool Exceeds, double? Largest);
}
