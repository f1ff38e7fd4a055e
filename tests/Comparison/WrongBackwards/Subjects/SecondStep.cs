using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// The step after an update: V = W − 0.1 G with the last step's gradient G, Y = X V, with X (6, 4) and W (4, 3).
/// dV = Xᵀ dY, dX = dY Vᵀ, dW = dV.
/// </summary>
public sealed class SecondStep : Subject
{
    public override Tensor Forward(Trace t)
    {
        var V = t.Watch("V", t["W"] - 0.1 * t["G"]);
        return Weigh(t, t["X"].mm(V));
    }

    public override void Backward(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["V"], t["X"].t().mm(dY));
        d.Add(t["X"], dY.mm(t["V"].t()));
        d.Add(t["W"], d[t["V"]].clone());
    }

    [Wrong(34, "X", [Stale])]
    public static void WeightFromBeforeTheUpdate(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["V"], t["X"].t().mm(dY));
        d.Add(t["X"], dY.mm(t["W"].t())); // WRONG: V
        d.Add(t["W"], d[t["V"]].clone());
    }

    [Wrong(12, "V", [Stale])]
    public static void LastGradientNotZeroed(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["V"], t["G"] + t["X"].t().mm(dY)); // WRONG: G is the last step's
        d.Add(t["X"], dY.mm(t["V"].t()));
        d.Add(t["W"], d[t["V"]].clone());
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(6, 4)),
        Parameter("W", dice.Normal(4, 3)),
        Constant("G", dice.Normal(4, 3)),
        Constant("R", dice.Normal(6, 3)),
    ];
}
