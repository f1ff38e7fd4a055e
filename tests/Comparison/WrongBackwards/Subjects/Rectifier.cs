using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>Y = max(X, 0), X (4, 5) with exact zeros, where autograd's derivative is 0: dX = dY where X &gt; 0.</summary>
public sealed class Rectifier : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["X"].relu());

    public override void Backward(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], where(t["X"] > 0, dY, zeros_like(dY)));
    }

    [Wrong(20, "X", [KinkConvention])]
    public static void OneAtZero(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], where(t["X"] >= 0, dY, zeros_like(dY))); // WRONG: >
    }

    [Wrong(21, "X", [MaskInverted])]
    public static void MaskTurnedRound(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], where(t["X"] > 0, zeros_like(dY), dY)); // WRONG: the dead half gets the gradient
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", Dice.Keep(dice.Normal(4, 5) * dice.Coins(0.8, 4, 5))),
        Constant("R", dice.Normal(4, 5)),
    ];
}
