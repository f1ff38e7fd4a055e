using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// One weight for both ways: H = tanh(X W), Y = H Wᵀ, with X (5, 4) and W (4, 4). dW = dYᵀ H + Xᵀ dA,
/// dH = dY W, dA = dH ∘ (1 − H²), dX = dA Wᵀ.
/// </summary>
public sealed class TiedAutoencoder : Subject
{
    protected override int Seed => 3;

    public override Tensor Forward(Trace t)
        => Weigh(t, t.Watch("H", t["X"].mm(t["W"]).tanh()).mm(t["W"].t()));

    public override void Backward(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["W"], dY.t().mm(t["H"]));
        d.Add(t["H"], dY.mm(t["W"]));
        d.Add(t["W"], t["X"].t().mm(Encoder(t, d)));
        d.Add(t["X"], Encoder(t, d).mm(t["W"].t()));
    }

    [Wrong(36, "W", [MissingContribution, OverwrittenContribution])]
    public static void DecoderUseForgotten(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["H"], dY.mm(t["W"]));
        d.Add(t["W"], t["X"].t().mm(Encoder(t, d))); // WRONG: + dYᵀ H
        d.Add(t["X"], Encoder(t, d).mm(t["W"].t()));
    }

    [Wrong(1, "W", [Transpose])]
    public static void DecoderUseTransposed(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["W"], t["H"].t().mm(dY)); // WRONG: that is the gradient of Wᵀ
        d.Add(t["H"], dY.mm(t["W"]));
        d.Add(t["W"], t["X"].t().mm(Encoder(t, d)));
        d.Add(t["X"], Encoder(t, d).mm(t["W"].t()));
    }

    [Wrong(11, "W", [DoubledContribution])]
    public static void EncoderUseCountedTwice(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["W"], dY.t().mm(t["H"]));
        d.Add(t["H"], dY.mm(t["W"]));
        d.Add(t["W"], t["X"].t().mm(Encoder(t, d)));
        d.Add(t["X"], Encoder(t, d).mm(t["W"].t()));
        d.Add(t["W"], t["X"].t().mm(Encoder(t, d))); // WRONG: it has had that
    }

    [Wrong(2, "W", [DoubledContribution, ConstantFactor])]
    public static void BothUsesTakenForEqual(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["H"], dY.mm(t["W"]));
        d.Add(t["W"], 2 * t["X"].t().mm(Encoder(t, d))); // WRONG: two uses, but not the same gradient
        d.Add(t["X"], Encoder(t, d).mm(t["W"].t()));
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(5, 4)),
        Parameter("W", dice.Normal(4, 4)),
        Constant("R", dice.Normal(5, 4)),
    ];

    /// <summary>dA of the encoder, A = X W.</summary>
    private static Tensor Encoder(Trace t, Gradients d) => d[t["H"]] * (1 - t["H"].square());
}
