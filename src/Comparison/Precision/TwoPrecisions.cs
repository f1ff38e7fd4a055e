using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Precision;

/// <summary>
/// The same runs in the working precision and in another: float64, or float32 where float64 is the working precision.
/// Together they tell a wrong formula from rounding.
/// </summary>
internal sealed class TwoPrecisions(PrecisionRun working, PrecisionRun other, Tolerance tolerance)
{
    /// <summary>What is allowed relative to a tensor's own scale, where its absolute tolerance could hide a wrong gradient.</summary>
    private const double OfItsScale = 1e-5;

    /// <summary>Why the other precision tells nothing, in a sentence, or null: a backward may be written for one dtype only.</summary>
    public string? Unusable { get; } = working.Chained.Failure is null && other.Chained.Failure is { } failure
        ? $"In {other.Dtype.ToString().ToLowerInvariant()}, {failure}"
        : null;

    /// <summary>The run that is closer to real numbers.</summary>
    public PrecisionRun High => other.Dtype == ScalarType.Float64 ? other : working;

    private PrecisionRun Low => other.Dtype == ScalarType.Float64 ? working : other;

    /// <summary>Whether scratch's formula is another than autograd's, where the working precision is out of tolerance.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="isolated">In the isolated run, or in the chained one.</param>
    public bool FormulaDiffers(string name, bool isolated)
    {
        using var scope = NewDisposeScope();
        if (Pair(working, name, isolated) is not { } pair) return true;
        return Differs(name, isolated, RoundingTest.OutOfTolerance(pair.Scratch, pair.Autograd, tolerance)) || IsFarApart(name, isolated);
    }

    /// <summary>Whether scratch's formula is another, held to the tensor's own scale instead of to the tolerance.</summary>
    public bool FormulaDiffersOnItsScale(string name, bool isolated)
    {
        using var scope = NewDisposeScope();
        return Pair(High, name, isolated) is not { } high || (DiffersOnItsScale(high) && Differs(name, isolated, where: null));
    }

    /// <summary>Whether the more precise run alone, held to the tensor's own scale, has nothing against scratch.</summary>
    public bool AgreesInHigh(string name, bool isolated)
    {
        using var scope = NewDisposeScope();
        return Pair(High, name, isolated) is { } high && !DiffersOnItsScale(high);
    }

    /// <summary>Whether both sides are zero but for rounding.</summary>
    public bool IsZero(string name, bool isolated)
        => Pair(Low, name, isolated) is { } low && Pair(High, name, isolated) is { } high
            && RoundingTest.IsZero(low.Scratch, high.Scratch) && RoundingTest.IsZero(low.Autograd, high.Autograd);

    /// <summary>How far each side is from the float64 truth; null where the working precision is float64, or a side is absent.</summary>
    public PrecisionEvidence? Errors(string name, bool isolated)
    {
        using var scope = NewDisposeScope();
        if (working.Dtype == ScalarType.Float64 || Pair(working, name, isolated) is not { } pair || Pair(High, name, isolated) is not { } truth)
            return null;
        var scale = Largest(truth.Autograd);
        var scratch = Relative(pair.Scratch, truth.Autograd, scale);
        var autograd = Relative(pair.Autograd, truth.Autograd, scale);
        return new PrecisionEvidence(scratch, autograd, DigitsLost(scratch), DigitsLost(autograd));
    }

    /// <summary>Whether a side of the working precision is the float64 truth but for rounding.</summary>
    public bool IsTrue(string name, bool isolated, Func<GradientPair, Tensor> side)
    {
        using var scope = NewDisposeScope();
        return Pair(working, name, isolated) is { } pair && Pair(High, name, isolated) is { } truth && IsTrue(side(pair), truth.Autograd);
    }

    /// <summary>Whether autograd's gradient in the working precision is the float64 truth but for rounding.</summary>
    public bool AutogradIsTrue(string name)
    {
        using var scope = NewDisposeScope();
        return working.IsolatedOn.Gradient(name) is { } gradient && High.IsolatedOn.Gradient(name) is { } truth && IsTrue(gradient, truth);
    }

    // Held to the gradient's scale: a small element of a long sum may be rounded further than its own size allows.
    private bool IsTrue(Tensor gradient, Tensor truth)
    {
        var allowed = Tolerance.For(working.Dtype).Relative * Largest(truth);
        return Largest(gradient.to(ScalarType.Float64) - truth.to(ScalarType.Float64)) <= allowed;
    }

    private static bool DiffersOnItsScale(GradientPair high)
        => !(Largest(high.Scratch - high.Autograd) <= OfItsScale * Largest(high.Autograd));

    // Where autograd's lower precision is wrong, its error would make room for any difference; that of scratch, chained and so
    // untouched by it, must do.
    private bool IsFarApart(string name, bool isolated)
        => Pair(High, name, isolated) is { } high && DiffersOnItsScale(high)
            && Low.ChainedGradient(name) is { } low && High.ChainedGradient(name) is { } exact
            && RoundingTest.Differs((low, exact), (high.Scratch, high.Autograd)) && !IsZero(name, isolated: false);

    private static GradientPair? Pair(PrecisionRun run, string name, bool isolated)
    {
        var scratch = isolated ? run.IsolatedGradient(name) : run.ChainedGradient(name);
        var autograd = isolated ? run.IsolatedOn.Gradient(name) : run.Autograd.Gradient(name);
        return scratch is null || autograd is null ? null : new GradientPair(scratch, autograd);
    }

    private static double Largest(Tensor tensor)
        => tensor.numel() == 0 ? 0 : tensor.abs().max().to(ScalarType.Float64).item<double>();

    private static double Relative(Tensor value, Tensor truth, double scale)
        => Largest(value.to(ScalarType.Float64) - truth.to(ScalarType.Float64)) / scale;

    private bool Differs(string name, bool isolated, Tensor? where)
        => Pair(Low, name, isolated) is not { } low || Pair(High, name, isolated) is not { } high
            || RoundingTest.Differs((low.Scratch, low.Autograd), (high.Scratch, high.Autograd), where);

    private double DigitsLost(double error)
        => double.IsNaN(error) ? double.PositiveInfinity : Math.Max(0, Math.Log10(error / UnitRoundoff.Of(working.Dtype)));
}
