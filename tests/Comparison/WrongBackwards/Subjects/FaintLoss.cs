using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// A loss scaled by 1e-10, as an auxiliary term may be: Y = tanh(X W), L = Σ R ∘ Y with a faint R. Every gradient is
/// below the 1e-8 that a default tolerance lets pass.
/// </summary>
public sealed class FaintLoss : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t.Watch("Z", t["X"].mm(t["W"])).tanh());

    public override void Backward(Trace t, Gradients d)
    {
        d.Add(t["Z"], Unweigh(t, d) * (1 - t["Y"].square()));
        var dZ = d[t["Z"]];
        d.Add(t["W"], t["X"].t().mm(dZ));
        d.Add(t["X"], dZ.mm(t["W"].t()));
    }

    [Wrong(2, "W", [ConstantFactor])]
    public static void WeightHalved(Trace t, Gradients d)
    {
        d.Add(t["Z"], Unweigh(t, d) * (1 - t["Y"].square()));
        var dZ = d[t["Z"]];
        d.Add(t["W"], t["X"].t().mm(dZ) / 2); // WRONG: ½
        d.Add(t["X"], dZ.mm(t["W"].t()));
    }

    [Wrong(29, "Z", [Sign])]
    public static void DerivativeNegated(Trace t, Gradients d)
    {
        d.Add(t["Z"], Unweigh(t, d) * (t["Y"].square() - 1)); // WRONG: 1 − Y²
        var dZ = d[t["Z"]];
        d.Add(t["W"], t["X"].t().mm(dZ));
        d.Add(t["X"], dZ.mm(t["W"].t()));
    }

    [Wrong(40, "W", [AllZero])]
    public static void WeightLeftAtZero(Trace t, Gradients d)
    {
        d.Add(t["Z"], Unweigh(t, d) * (1 - t["Y"].square()));
        var dZ = d[t["Z"]];
        d.Add(t["W"], zeros_like(t["W"])); // WRONG: never filled
        d.Add(t["X"], dZ.mm(t["W"].t()));
    }

    [Wrong(1, "X", [Transpose])]
    public static void ThroughTheTransposedWeight(Trace t, Gradients d)
    {
        d.Add(t["Z"], Unweigh(t, d) * (1 - t["Y"].square()));
        var dZ = d[t["Z"]];
        d.Add(t["W"], t["X"].t().mm(dZ));
        d.Add(t["X"], dZ.mm(t["W"])); // WRONG: Wᵀ
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(5, 4)),
        Parameter("W", dice.Normal(4, 4)),
        Constant("R", Dice.Keep(dice.Normal(5, 4) * 1e-10)),
    ];
}
