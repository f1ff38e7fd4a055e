using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Batch normalization in training, X (6, 6): H = (X − μ) / √(v + ε) with each column's mean and biased variance,
/// Y = γ ∘ H + β. dX = (dH − mean(dH) − H mean(dH ∘ H)) / √(v + ε).
/// </summary>
/// <remarks>One column hardly varies, so that ε matters; as many rows as columns, so that a wrong axis has the right shape.</remarks>
public sealed class BatchNorm : Subject
{
    private const double epsilon = 1e-5;

    public override Tensor Forward(Trace t)
    {
        var X = t["X"];
        var H = t.Watch("H", (X - X.mean([0], keepdim: true)) * Precision(X, unbiased: false));
        return Weigh(t, H * t["gamma"] + t["beta"]);
    }

    public override void Backward(Trace t, Gradients d)
    {
        Affine(t, d);
        var (dH, H) = (d[t["H"]], t["H"]);
        d.Add(t["X"], (dH - Mean(dH) - H * Mean(dH * H)) * Precision(t["X"], unbiased: false));
    }

    [Wrong(17, "X", [MissingTerm])]
    public static void MeanTermDropped(Trace t, Gradients d)
    {
        Affine(t, d);
        var (dH, H) = (d[t["H"]], t["H"]);
        d.Add(t["X"], (dH - H * Mean(dH * H)) * Precision(t["X"], unbiased: false)); // WRONG: − mean(dH)
    }

    [Wrong(17, "X", [MissingTerm])]
    public static void VarianceTermDropped(Trace t, Gradients d)
    {
        Affine(t, d);
        var dH = d[t["H"]];
        d.Add(t["X"], (dH - Mean(dH)) * Precision(t["X"], unbiased: false)); // WRONG: − H mean(dH ∘ H)
    }

    [Wrong(18, "X", [ConstantFactor, FactorAlongAxis])]
    public static void UnbiasedVarianceInBackward(Trace t, Gradients d)
    {
        Affine(t, d);
        var (dH, H) = (d[t["H"]], t["H"]);
        d.Add(t["X"], (dH - Mean(dH) - H * Mean(dH * H)) * Precision(t["X"], unbiased: true)); // WRONG: N − 1
    }

    [Wrong(30, "X", [FactorAlongAxis])]
    public static void EpsilonInForwardOnly(Trace t, Gradients d)
    {
        Affine(t, d);
        var (dH, H, X) = (d[t["H"]], t["H"], t["X"]);
        d.Add(X, (dH - Mean(dH) - H * Mean(dH * H)) * X.var([0L], unbiased: false, keepdim: true).rsqrt()); // WRONG: v + ε
    }

    [Wrong(34, "X", [FactorAlongAxis, Stale, MissingFactor])]
    public static void RunningVarianceInBackward(Trace t, Gradients d)
    {
        Affine(t, d);
        var (dH, H) = (d[t["H"]], t["H"]);
        d.Add(t["X"], (dH - Mean(dH) - H * Mean(dH * H)) * (t["running"] + epsilon).rsqrt()); // WRONG: this batch's variance
    }

    [Wrong(4, "X", [])]
    public static void SummedForAveraged(Trace t, Gradients d)
    {
        Affine(t, d);
        var (dH, H) = (d[t["H"]], t["H"]);
        d.Add(t["X"], (dH - dH.sum(0, keepdim: true) - H * Mean(dH * H)) * Precision(t["X"], unbiased: false)); // WRONG: mean(dH)
    }

    [Wrong(7, "gamma", [WrongAxis])]
    public static void ScaleSummedOverTheFeatures(Trace t, Gradients d)
    {
        var (dY, H) = (Unweigh(t, d), t["H"]);
        d.Add(t["gamma"], (dY * H).sum(1, keepdim: true).t()); // WRONG: axis 0
        d.Add(t["beta"], dY.sum(0, keepdim: true));
        d.Add(H, dY * t["gamma"]);
        var dH = d[H];
        d.Add(t["X"], (dH - Mean(dH) - H * Mean(dH * H)) * Precision(t["X"], unbiased: false));
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", Dice.Keep(dice.Normal(6, 6) * Dice.Exactly([6], 1, 2, 0.005f, 0.5f, 3, 1))),
        Parameter("gamma", dice.Uniform(0.5, 2, 1, 6)),
        Parameter("beta", dice.Normal(1, 6)),
        Constant("running", dice.Uniform(0.5, 2, 1, 6)),
        Constant("R", dice.Normal(6, 6)),
    ];

    private static void Affine(Trace t, Gradients d)
    {
        var (dY, H) = (Unweigh(t, d), t["H"]);
        d.Add(t["gamma"], (dY * H).sum(0, keepdim: true));
        d.Add(t["beta"], dY.sum(0, keepdim: true));
        d.Add(H, dY * t["gamma"]);
    }

    /// <summary>1 / √(v + ε) of each column, (1, 6).</summary>
    private static Tensor Precision(Tensor X, bool unbiased) => (X.var([0L], unbiased, keepdim: true) + epsilon).rsqrt();

    private static Tensor Mean(Tensor X) => X.mean([0], keepdim: true);
}
