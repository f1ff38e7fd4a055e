using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Row losses l (6, 1) = Σ_k q (log q − log P) of logits Z (6, 4), weighted: L = Σ w ∘ l / N. dl = w / N,
/// dZ = dl (P Σ_k q − q), where rounding keeps Σ q from being exactly 1.
/// </summary>
public sealed class KlDivergence : Subject
{
    public override Tensor Forward(Trace t)
    {
        var (q, logP) = (t["q"], t["Z"].log_softmax(1));
        t.Keep("P", logP.exp());
        var l = t.Watch("l", (q * (q.log() - logP)).sum(1, keepdim: true));
        return (t["w"] * l).sum() / q.shape[0];
    }

    public override void Backward(Trace t, Gradients d)
    {
        d.Add(t["l"], t["w"] / t["w"].shape[0]);
        d.Add(t["Z"], d[t["l"]] * Difference(t));
    }

    [Wrong(9, "Z", [UpstreamIgnored, FactorAlongAxis])]
    public static void RowWeightsIgnored(Trace t, Gradients d)
    {
        d.Add(t["l"], t["w"] / t["w"].shape[0]);
        d.Add(t["Z"], Difference(t) / t["w"].shape[0]); // WRONG: dl is not 1/N
    }

    [Wrong(4, "l", [ConstantFactor])]
    public static void AveragedOverTheElements(Trace t, Gradients d)
    {
        d.Add(t["l"], t["w"] / t["q"].numel()); // WRONG: N rows, not N·C elements
        d.Add(t["Z"], d[t["l"]] * Difference(t));
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("Z", dice.Normal(6, 4)),
        Constant("q", Dice.Keep(dice.Normal(6, 4).softmax(1))),
        Constant("w", dice.Uniform(0.2, 3, 6, 1)),
    ];

    private static Tensor Difference(Trace t) => t["P"] * t["q"].sum(1, keepdim: true) - t["q"];
}
