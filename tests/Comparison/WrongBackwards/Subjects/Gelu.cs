using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Y = X Φ(X), X (4, 6), with the normal distribution function Φ(x) = ½ (1 + erf(x/√2)) and its density φ:
/// dX = dY (Φ(X) + X φ(X)).
/// </summary>
public sealed class Gelu : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["X"] * Distribution(t["X"]));

    public override void Backward(Trace t, Gradients d)
    {
        var (dY, X) = (Unweigh(t, d), t["X"]);
        d.Add(X, dY * (Distribution(X) + X * Density(X)));
    }

    [Wrong(36, "X", [MissingTerm])]
    public static void DensityTermDropped(Trace t, Gradients d)
    {
        var (dY, X) = (Unweigh(t, d), t["X"]);
        d.Add(X, dY * Distribution(X)); // WRONG: + X φ(X), the way through Φ
    }

    [Wrong(36, "X", [])]
    public static void LogisticApproximationInBackwardOnly(Trace t, Gradients d)
    {
        var (dY, X, S) = (Unweigh(t, d), t["X"], (1.702 * t["X"]).sigmoid());
        d.Add(X, dY * (S + 1.702 * X * S * (1 - S))); // WRONG: the derivative of x σ(1.702 x)
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(4, 6)),
        Constant("R", dice.Normal(4, 6)),
    ];

    private static Tensor Distribution(Tensor X) => 0.5 * (1 + (X * Math.Sqrt(0.5)).erf());

    private static Tensor Density(Tensor X) => (-0.5 * X.square()).exp() / Math.Sqrt(2 * Math.PI);
}
