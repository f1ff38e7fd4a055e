using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Y = X clamped to [−1, 1], X (4, 5) with values exactly at the bounds, where autograd lets the gradient pass:
/// dX = dY where −1 ≤ X ≤ 1, else 0.
/// </summary>
public sealed class Clamp : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["X"].clamp(-1, 1));

    public override void Backward(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], where(t["X"].abs() <= 1, dY, zeros_like(dY)));
    }

    [Wrong(20, "X", [KinkConvention])]
    public static void BoundsShutOut(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], where(t["X"].abs() < 1, dY, zeros_like(dY))); // WRONG: <=
    }

    [Wrong(21, "X", [MaskMissing])]
    public static void SaturatedNotZeroed(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], dY.clone()); // WRONG: beyond the bounds nothing moves
    }

    [Wrong(21, "X", [MaskMissing])]
    public static void OnlyOneSideZeroed(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], where(t["X"] <= 1, dY, zeros_like(dY))); // WRONG: below −1 too
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", Dice.Exactly(
            [4, 5], 0.3f, -1.2f, 1, 2.2f, 0.7f, -1, 0.1f, -0.4f, 1.9f, -2.6f,
            1, 0.5f, -0.9f, 1.1f, -3.1f, 0.2f, 2.8f, -1, 0.6f, -1.5f)),
        Constant("R", dice.Normal(4, 5)),
    ];
}
