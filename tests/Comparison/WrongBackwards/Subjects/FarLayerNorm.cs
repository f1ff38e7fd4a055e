using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Normalized rows far from zero: H = (X − μ) / √(v + ε), X (5, 8) around 300. dX = (dH − mean(dH) − H mean(dH ∘ H)) / √(v + ε).
/// </summary>
public sealed class FarLayerNorm : Subject
{
    private const double epsilon = 1e-5;

    public override Tensor Forward(Trace t)
    {
        var X = t["X"];
        var v = t.Keep("v", (X - Mean(X)).square().mean([1], keepdim: true));
        return Weigh(t, (X - Mean(X)) / (v + epsilon).sqrt());
    }

    public override void Backward(Trace t, Gradients d)
        => d.Add(t["X"], Projected(t, d) / (t["v"] + epsilon).sqrt());

    [Wrong(38, "X", [Cancellation], Symptom = Symptom.Unstable)]
    public static void VarianceFromTheSquares(Trace t, Gradients d)
    {
        var v = Mean(t["X"].square()) - Mean(t["X"]).square();
        d.Add(t["X"], Projected(t, d) / (v + epsilon).sqrt()); // WRONG: E[x²] − E[x]² cancels five digits away
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", Dice.Keep(dice.Normal(5, 8) + 300)),
        Constant("R", dice.Normal(5, 8)),
    ];

    private static Tensor Projected(Trace t, Gradients d)
    {
        var (dH, H) = (Unweigh(t, d), t["Y"]);
        return dH - Mean(dH) - H * Mean(dH * H);
    }

    private static Tensor Mean(Tensor X) => X.mean([1], keepdim: true);
}
