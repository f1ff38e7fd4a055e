using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Y = max(A, B), A and B (4, 5) equal in places, where autograd gives each a half: dA = dY where A &gt; B, dY / 2 where equal.
/// </summary>
public sealed class LargerOfTwo : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["A"].maximum(t["B"]));

    public override void Backward(Trace t, Gradients d)
    {
        var (dY, A, B) = (Unweigh(t, d), t["A"], t["B"]);
        d.Add(A, dY * (1 + (A - B).sign()) / 2);
        d.Add(B, dY * (1 + (B - A).sign()) / 2);
    }

    [Wrong(22, "A", [MaxTies, KinkConvention])]
    public static void TieGoesToTheFirst(Trace t, Gradients d)
    {
        var (dY, A, B) = (Unweigh(t, d), t["A"], t["B"]);
        d.Add(A, where(A >= B, dY, zeros_like(dY))); // WRONG: half of it where equal
        d.Add(B, dY * (1 + (B - A).sign()) / 2);
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice)
    {
        var A = dice.Normal(4, 5);
        return
        [
            Parameter("A", A),
            Parameter("B", Dice.Keep(A + dice.Normal(4, 5) * dice.Coins(0.7, 4, 5))),
            Constant("R", dice.Normal(4, 5)),
        ];
    }
}
