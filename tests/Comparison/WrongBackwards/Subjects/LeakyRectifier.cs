using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>Y = X where X &gt; 0, else X / 10, X (4, 6): dX = dY where X &gt; 0, else dY / 10.</summary>
public sealed class LeakyRectifier : Subject
{
    private const double Slope = 0.1;

    public override Tensor Forward(Trace t) => Weigh(t, where(t["X"] > 0, t["X"], Slope * t["X"]));

    public override void Backward(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], where(t["X"] > 0, dY, Slope * dY));
    }

    [Wrong(21, "X", [MaskMissing, MissingFactor])]
    public static void SlopeForgotten(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], dY.clone()); // WRONG: as if Y = X
    }

    [Wrong(21, "X", [])]
    public static void LeakForgotten(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], where(t["X"] > 0, dY, zeros_like(dY))); // WRONG: the plain rectifier's derivative
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(4, 6)),
        Constant("R", dice.Normal(4, 6)),
    ];
}
