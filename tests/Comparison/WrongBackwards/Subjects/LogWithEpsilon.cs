using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>Y = log(X + 1e-3), X (4, 5), some of it no larger than the 1e-3: dX = dY / (X + 1e-3).</summary>
public sealed class LogWithEpsilon : Subject
{
    private const double epsilon = 1e-3;

    public override Tensor Forward(Trace t) => Weigh(t, (t["X"] + epsilon).log());

    public override void Backward(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d) / (t["X"] + epsilon));

    [Wrong(30, "X", [])]
    public static void EpsilonForgotten(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d) / t["X"]); // WRONG: X + 1e-3

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", Dice.Keep(dice.Uniform(-9, 0, 4, 5).exp())),
        Constant("R", dice.Normal(4, 5)),
    ];
}
