using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>Y = |X|, X (4, 5) with exact zeros, where autograd's derivative is 0: dX = dY sign(X).</summary>
public sealed class AbsoluteError : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["X"].abs());

    public override void Backward(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d) * t["X"].sign());

    [Wrong(20, "X", [KinkConvention])]
    public static void MinusOneAtZero(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], where(t["X"] > 0, dY, -dY)); // WRONG: sign(0) = 0
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", Dice.Keep(dice.Normal(4, 5) * dice.Coins(0.8, 4, 5))),
        Constant("R", dice.Normal(4, 5)),
    ];
}
