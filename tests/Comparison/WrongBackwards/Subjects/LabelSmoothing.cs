using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Cross-entropy of logits Z (6, 4) against smoothed targets q = (1 − s) y + s / C: L = −(1/N) Σ q ∘ log P, dZ = (P − q) / N.
/// </summary>
public sealed class LabelSmoothing : Subject
{
    private const double Smoothing = 0.1;

    public override Tensor Forward(Trace t)
    {
        var logP = t["Z"].log_softmax(1);
        t.Keep("P", logP.exp());
        var q = t.Keep("q", (1 - Smoothing) * t["y"] + Smoothing / t["y"].shape[1]);
        return -(q * logP).sum() / t["Z"].shape[0];
    }

    public override void Backward(Trace t, Gradients d)
        => d.Add(t["Z"], (t["P"] - t["q"]) / t["Z"].shape[0]);

    [Wrong(30, "Z", [])]
    public static void SmoothedInForwardOnly(Trace t, Gradients d)
        => d.Add(t["Z"], (t["P"] - t["y"]) / t["Z"].shape[0]); // WRONG: q, not y

    [Wrong(3, "Z", [])]
    public static void SmoothingSpreadOverTheBatch(Trace t, Gradients d)
    {
        var (N, y) = (t["Z"].shape[0], t["y"]);
        d.Add(t["Z"], (t["P"] - (1 - Smoothing) * y - Smoothing / N) / N); // WRONG: s / C
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("Z", dice.Normal(6, 4)),
        Constant("y", dice.OneHot(6, 4)),
    ];
}
