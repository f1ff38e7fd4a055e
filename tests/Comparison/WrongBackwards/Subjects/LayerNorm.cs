using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Layer normalization, X (6, 6): H = (X − μ) / √(v + ε) with each row's mean and biased variance, Y = γ ∘ H + β.
/// dX = (dH − mean(dH) − H mean(dH ∘ H)) / √(v + ε). Some rows hardly vary, so that ε matters.
/// </summary>
public sealed class LayerNorm : Subject
{
    private const double epsilon = 1e-3;

    public override Tensor Forward(Trace t)
    {
        var X = t["X"];
        var s = t.Keep("s", (Variance(X) + epsilon).sqrt());
        return Weigh(t, t.Watch("H", (X - Mean(X)) / s) * t["gamma"] + t["beta"]);
    }

    public override void Backward(Trace t, Gradients d)
    {
        Affine(t, d);
        var (dH, H) = (d[t["H"]], t["H"]);
        d.Add(t["X"], (dH - Mean(dH) - H * Mean(dH * H)) / t["s"]);
    }

    [Wrong(17, "X", [MissingTerm])]
    public static void BothTermsDropped(Trace t, Gradients d)
    {
        Affine(t, d);
        d.Add(t["X"], d[t["H"]] / t["s"]); // WRONG: as if mean and variance were constants
    }

    [Wrong(17, "X", [MissingTerm])]
    public static void VarianceTermDropped(Trace t, Gradients d)
    {
        Affine(t, d);
        var dH = d[t["H"]];
        d.Add(t["X"], (dH - Mean(dH)) / t["s"]); // WRONG: − H mean(dH ∘ H)
    }

    [Wrong(30, "X", [FactorAlongAxis, ExtraFactor])]
    public static void EpsilonOutsideTheRoot(Trace t, Gradients d)
    {
        Affine(t, d);
        var (dH, H) = (d[t["H"]], t["H"]);
        d.Add(t["X"], (dH - Mean(dH) - H * Mean(dH * H)) / (Variance(t["X"]).sqrt() + epsilon)); // WRONG: √(v + ε)
    }

    [Wrong(30, "X", [FactorAlongAxis, MissingFactor])]
    public static void RootForgotten(Trace t, Gradients d)
    {
        Affine(t, d);
        var (dH, H) = (d[t["H"]], t["H"]);
        d.Add(t["X"], (dH - Mean(dH) - H * Mean(dH * H)) / (Variance(t["X"]) + epsilon)); // WRONG: √
    }

    [Wrong(8, "beta", [KeepDimension], Symptom = Symptom.Shape)]
    public static void ShiftLosesItsAxis(Trace t, Gradients d)
    {
        var (dY, H) = (Unweigh(t, d), t["H"]);
        d.Add(t["gamma"], (dY * H).sum(0, keepdim: true));
        d.Add(t["beta"], dY.sum([0L])); // WRONG: (6,) for (1, 6)
        d.Add(H, dY * t["gamma"]);
        var dH = d[H];
        d.Add(t["X"], (dH - Mean(dH) - H * Mean(dH * H)) / t["s"]);
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", Dice.Keep(dice.Normal(6, 6) * Dice.Exactly([6, 1], 1, 2, 0.05f, 0.5f, 3, 0.02f))),
        Parameter("gamma", dice.Uniform(0.5, 2, 1, 6)),
        Parameter("beta", dice.Normal(1, 6)),
        Constant("R", dice.Normal(6, 6)),
    ];

    private static void Affine(Trace t, Gradients d)
    {
        var (dY, H) = (Unweigh(t, d), t["H"]);
        d.Add(t["gamma"], (dY * H).sum(0, keepdim: true));
        d.Add(t["beta"], dY.sum(0, keepdim: true));
        d.Add(H, dY * t["gamma"]);
    }

    private static Tensor Mean(Tensor X) => X.mean([1], keepdim: true);

    private static Tensor Variance(Tensor X) => X.var([1L], unbiased: false, keepdim: true);
}
