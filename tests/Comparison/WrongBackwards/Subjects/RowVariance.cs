using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>Y (5, 1): the unbiased variance of each row of X (5, 7). dX = dY · 2 (X − μ) / (N − 1) with N = 7.</summary>
public sealed class RowVariance : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["X"].var([1L], unbiased: true, keepdim: true));

    public override void Backward(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d) * 2 * (t["X"] - Mean(t)) / 6);

    [Wrong(18, "X", [ConstantFactor])]
    public static void BiasedDivisor(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d) * 2 * (t["X"] - Mean(t)) / 7); // WRONG: N − 1

    [Wrong(17, "X", [MissingTerm, WrongFormula])]
    public static void MeanForgotten(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d) * 2 * t["X"] / 6); // WRONG: X − μ

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", Dice.Keep(dice.Normal(5, 7) + 1)),
        Constant("R", dice.Normal(5, 1)),
    ];

    private static Tensor Mean(Trace t) => t["X"].mean([1], keepdim: true);
}
