using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Distances Y (5, 1) = ‖A − B‖ between the rows of A and B (5, 4). One pair coincides; there autograd's derivative is 0.
/// dA = dY (A − B) / Y, dB = −dA.
/// </summary>
public sealed class Distance : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, (t["A"] - t["B"]).norm(1, keepdim: true));

    public override void Backward(Trace t, Gradients d)
    {
        var direction = Direction(t);
        var dY = Unweigh(t, d);
        d.Add(t["A"], dY * direction);
        d.Add(t["B"], -dY * direction);
    }

    [Wrong(24, "A", [NonFinite], Symptom = Symptom.NonFinite)]
    public static void DividedByZeroLength(Trace t, Gradients d)
    {
        var (dY, Y) = (Unweigh(t, d), t["Y"]);
        d.Add(t["A"], dY * (t["A"] - t["B"]) / Y); // WRONG: 0/0 for the pair that coincides
        d.Add(t["B"], -dY * Direction(t));
    }

    [Wrong(29, "B", [Sign])]
    public static void SecondPointPushedTheSameWay(Trace t, Gradients d)
    {
        var direction = Direction(t);
        var dY = Unweigh(t, d);
        d.Add(t["A"], dY * direction);
        d.Add(t["B"], dY * direction); // WRONG: −
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice)
    {
        var (A, B) = (dice.Normal(5, 4), dice.Normal(5, 4));
        B[2] = A[2];
        return [Parameter("A", A), Parameter("B", B), Constant("R", dice.Normal(5, 1))];
    }

    private static Tensor Direction(Trace t)
        => where(t["Y"] > 0, (t["A"] - t["B"]) / t["Y"], zeros_like(t["A"]));
}
