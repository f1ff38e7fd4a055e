using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>Y = X ∘ T, where T = tanh(W) is detached: a target that the loss must not pull. dX = dY ∘ T, and W has no gradient.</summary>
public sealed class StoppedGradient : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["X"] * t.Keep("T", t["W"].tanh().detach()));

    public override void Backward(Trace t, Gradients d) => d.Add(t["X"], Unweigh(t, d) * t["T"]);

    [Wrong(5, "W", [], Symptom = Symptom.Extra)]
    public static void TargetPulled(Trace t, Gradients d)
    {
        var (dY, T) = (Unweigh(t, d), t["T"]);
        d.Add(t["X"], dY * T);
        d.Add(t["W"], dY * t["X"] * (1 - T.square())); // WRONG: T is detached
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(4, 5)),
        Parameter("W", dice.Normal(4, 5)),
        Constant("R", dice.Normal(4, 5)),
    ];
}
