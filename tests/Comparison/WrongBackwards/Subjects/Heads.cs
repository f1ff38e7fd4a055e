using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Two heads of three features: X (4, 6) is split into H (2, 4, 3), each head mapped by its own A (2, 3, 3): Y = H A.
/// dA = Hᵀ dY, dH = dY Aᵀ, and dX puts the heads side by side again.
/// </summary>
public sealed class Heads : Subject
{
    public override Tensor Forward(Trace t)
    {
        var H = t.Watch("H", t["X"].reshape(4, 2, 3).transpose(0, 1));
        return Weigh(t, H.bmm(t["A"]));
    }

    public override void Backward(Trace t, Gradients d)
    {
        Maps(t, d);
        d.Add(t["X"], d[t["H"]].transpose(0, 1).reshape(4, 6));
    }

    [Wrong(37, "X", [Permutation])]
    public static void ReshapedNotTransposed(Trace t, Gradients d)
    {
        Maps(t, d);
        d.Add(t["X"], d[t["H"]].reshape(4, 6)); // WRONG: the right shape, with the rows in another order
    }

    [Wrong(37, "X", [Permutation])]
    public static void HeadsSwapped(Trace t, Gradients d)
    {
        Maps(t, d);
        d.Add(t["X"], d[t["H"]].flip(0).transpose(0, 1).reshape(4, 6)); // WRONG: the second head first
    }

    [Wrong(35, "X", [PartialBlock, MissingContribution])]
    public static void SecondHeadForgotten(Trace t, Gradients d)
    {
        Maps(t, d);
        var dX = zeros_like(t["X"]);
        dX.narrow(1, 0, 3).copy_(d[t["H"]][0]);
        d.Add(t["X"], dX); // WRONG: nothing of head 1
    }

    [Wrong(1, "H", [Transpose])]
    public static void MapNotTransposed(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["A"], t["H"].transpose(1, 2).bmm(dY));
        d.Add(t["H"], dY.bmm(t["A"])); // WRONG: Aᵀ
        d.Add(t["X"], d[t["H"]].transpose(0, 1).reshape(4, 6));
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(4, 6)),
        Parameter("A", dice.Normal(2, 3, 3)),
        Constant("R", dice.Normal(2, 4, 3)),
    ];

    private static void Maps(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["A"], t["H"].transpose(1, 2).bmm(dY));
        d.Add(t["H"], dY.bmm(t["A"].transpose(1, 2)));
    }
}
