using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Y = X Wᵀ + b with X (6, 4), W (4, 4), b (1, 4): W is square, so that no shape betrays a missing transpose.
/// dW = dYᵀ X, db = Σₙ dYₙ, dX = dY W.
/// </summary>
public sealed class Dense : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["X"].mm(t["W"].t()) + t["b"]);

    public override void Backward(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["W"], dY.t().mm(t["X"]));
        d.Add(t["b"], dY.sum(0, keepdim: true));
        d.Add(t["X"], dY.mm(t["W"]));
    }

    [Wrong(1, "W", [Transpose])]
    public static void WeightTransposed(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["W"], t["X"].t().mm(dY)); // WRONG: that is (dYᵀ X)ᵀ
        d.Add(t["b"], dY.sum(0, keepdim: true));
        d.Add(t["X"], dY.mm(t["W"]));
    }

    [Wrong(1, "X", [Transpose])]
    public static void ThroughTheTransposedWeight(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["W"], dY.t().mm(t["X"]));
        d.Add(t["b"], dY.sum(0, keepdim: true));
        d.Add(t["X"], dY.mm(t["W"].t())); // WRONG: the forward pass has Wᵀ, so backward has W
    }

    [Wrong(2, "W", [ConstantFactor])]
    public static void WeightDoubled(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["W"], 2 * dY.t().mm(t["X"])); // WRONG: the 2 belongs to a squared loss
        d.Add(t["b"], dY.sum(0, keepdim: true));
        d.Add(t["X"], dY.mm(t["W"]));
    }

    [Wrong(29, "X", [Sign])]
    public static void InputNegated(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["W"], dY.t().mm(t["X"]));
        d.Add(t["b"], dY.sum(0, keepdim: true));
        d.Add(t["X"], -dY.mm(t["W"])); // WRONG: −
    }

    [Wrong(9, "X", [UpstreamIgnored])]
    public static void UpstreamTakenForOnes(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["W"], dY.t().mm(t["X"]));
        d.Add(t["b"], dY.sum(0, keepdim: true));
        d.Add(t["X"], ones_like(dY).mm(t["W"])); // WRONG: right only where the loss is Y.sum()
    }

    [Wrong(9, "W", [UpstreamIgnored])]
    public static void OnlyTheFirstUpstreamElementRead(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["W"], dY[0, 0].expand(dY.shape).t().mm(t["X"])); // WRONG: dY is not one number
        d.Add(t["b"], dY.sum(0, keepdim: true));
        d.Add(t["X"], dY.mm(t["W"]));
    }

    [Wrong(40, "b", [], Symptom = Symptom.Missing)]
    public static void BiasForgotten(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["W"], dY.t().mm(t["X"]));
        d.Add(t["X"], dY.mm(t["W"]));
    }

    [Wrong(40, "b", [AllZero])]
    public static void BiasLeftAtZero(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["W"], dY.t().mm(t["X"]));
        d.Add(t["b"], zeros_like(t["b"])); // WRONG: allocated, never filled
        d.Add(t["X"], dY.mm(t["W"]));
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(6, 4)),
        Parameter("W", dice.Normal(4, 4)),
        Parameter("b", dice.Normal(1, 4)),
        Constant("R", dice.Normal(6, 4)),
    ];
}
