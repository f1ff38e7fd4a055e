using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Binary cross-entropy of logits Z (5, 4), some of them far out, against targets y, weighted by R:
/// l = max(Z, 0) − Z y + log(1 + exp(−|Z|)), dZ = R ∘ (σ(Z) − y).
/// </summary>
public sealed class LogisticLoss : Subject
{
    public override Tensor Forward(Trace t)
    {
        var (Z, y) = (t["Z"], t["y"]);
        return Weigh(t, Z.clamp(min: 0) - Z * y + (-Z.abs()).exp().log1p());
    }

    public override void Backward(Trace t, Gradients d)
        => d.Add(t["Z"], Unweigh(t, d) * (t["Z"].sigmoid() - t["y"]));

    [Wrong(23, "Z", [NonFinite], Symptom = Symptom.NonFinite)]
    public static void ThroughTheProbabilities(Trace t, Gradients d)
    {
        var (dY, y, p) = (Unweigh(t, d), t["y"], t["Z"].sigmoid());
        var dp = (1 - y) / (1 - p) - y / p;
        d.Add(t["Z"], dY * dp * p * (1 - p)); // WRONG: 0/0 and ∞·0 where p is 0 or 1 to the last digit
    }

    [Wrong(38, "Z", [NonFinite, Cancellation], Symptom = Symptom.NonFinite)]
    public static void ExponentialsOverflow(Trace t, Gradients d)
    {
        var (dY, Z) = (Unweigh(t, d), t["Z"]);
        d.Add(t["Z"], dY * (Z.exp() / (1 + Z.exp()) - t["y"])); // WRONG: ∞/∞ above 88 in float32
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("Z", Dice.Exactly(
            [5, 4], 0.3f, -1.2f, 130, 2.2f, 0.7f, -130, 0.1f, -0.4f, 1.9f, -2.6f,
            125, 0.5f, -0.9f, 1.1f, -3.1f, 0.2f, 2.8f, -125, 0.6f, -1.5f)),
        Constant("y", dice.Coins(0.5, 5, 4)),
        Constant("R", dice.Normal(5, 4)),
    ];
}
