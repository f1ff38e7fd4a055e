using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Y = (X W)ᵀ with X (6, 4), W (4, 3): dZ = dYᵀ is a view whose rows are not contiguous, and so dW = Xᵀ dZ reads it by its strides.
/// </summary>
public sealed class TurnedProduct : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t.Watch("Z", t["X"].mm(t["W"])).t());

    public override void Backward(Trace t, Gradients d)
    {
        d.Add(t["Z"], Unweigh(t, d).t());
        var dZ = d[t["Z"]];
        d.Add(t["W"], t["X"].t().mm(dZ));
        d.Add(t["X"], dZ.mm(t["W"].t()));
    }

    [Wrong(25, "W", [RawStrides], Symptom = Symptom.RawStrides)]
    public static void StridesIgnored(Trace t, Gradients d)
    {
        d.Add(t["Z"], Unweigh(t, d).t());
        var dZ = d[t["Z"]];
        d.Add(t["W"], t["X"].t().mm(FlatMemory.Read(dZ))); // WRONG: the memory of a view is in another order
        d.Add(t["X"], dZ.mm(t["W"].t()));
    }

    [Wrong(25, "Z", [Permutation])]
    public static void ReshapedForTransposed(Trace t, Gradients d)
    {
        d.Add(t["Z"], Unweigh(t, d).reshape(6, 3)); // WRONG: .t()
        var dZ = d[t["Z"]];
        d.Add(t["W"], t["X"].t().mm(dZ));
        d.Add(t["X"], dZ.mm(t["W"].t()));
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(6, 4)),
        Parameter("W", dice.Normal(4, 3)),
        Constant("R", dice.Normal(3, 6)),
    ];
}
