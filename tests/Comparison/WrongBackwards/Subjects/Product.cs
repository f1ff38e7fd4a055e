using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>Y (4, 1): the product of each row of X (4, 3), one of which holds a zero. dX = dY times the other two.</summary>
public sealed class Product : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["X"].prod(1, keepdim: true));

    public override void Backward(Trace t, Gradients d)
    {
        var X = t["X"];
        d.Add(X, Unweigh(t, d) * X.roll(1, 1) * X.roll(2, 1));
    }

    [Wrong(23, "X", [NonFinite], Symptom = Symptom.NonFinite)]
    public static void DividedByTheElement(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d) * t["Y"] / t["X"]); // WRONG: 0/0

    [Wrong(24, "X", [SingleElement, ExtraMask])]
    public static void DividedByTheElementOrOne(Trace t, Gradients d)
    {
        var (dY, X, Y) = (Unweigh(t, d), t["X"], t["Y"]);
        d.Add(X, dY * Y / where(X == 0, ones_like(X), X)); // WRONG: at the zero it is the product of the others
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", Dice.Exactly([4, 3], 1.2f, -0.7f, 2.1f, 0.9f, 0, -1.4f, 0.3f, 1.6f, -2.2f, -0.8f, -1.1f, 0.6f)),
        Constant("R", dice.Normal(4, 1)),
    ];
}
