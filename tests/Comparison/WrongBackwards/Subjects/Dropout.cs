using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>Y = X ∘ m / (1 − p), X (5, 6), with a mask m of zeros and ones drawn beforehand: dX = dY ∘ m / (1 − p).</summary>
public sealed class Dropout : Subject
{
    private const double p = 0.4;
    private readonly Dice dice = new(3);

    public override Tensor Forward(Trace t) => Weigh(t, t["X"] * t["m"] / (1 - p));

    public override void Backward(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d) * t["m"] / (1 - p));

    [Wrong(19, "X", [MaskMissing])]
    public static void MaskForgotten(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d) / (1 - p)); // WRONG: ∘ m

    [Wrong(19, "X", [ConstantFactor])]
    public static void ScaleForgotten(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d) * t["m"]); // WRONG: / (1 − p)

    [Wrong(19, "X", [MaskInverted])]
    public static void DroppedOnesKept(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d) * (1 - t["m"]) / (1 - p)); // WRONG: m

    [Wrong(19, "X", [Unrepeatable], Symptom = Symptom.Unrepeatable)]
    public void MaskDrawnAnew(Trace t, Gradients d)
    {
        var m = dice.Coins(1 - p, t["m"].shape).to(t["m"].dtype);
        d.Add(t["X"], Unweigh(t, d) * m / (1 - p)); // WRONG: not the mask of the forward pass
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(5, 6)),
        Constant("m", dice.Coins(1 - p, 5, 6)),
        Constant("R", dice.Normal(5, 6)),
    ];
}
