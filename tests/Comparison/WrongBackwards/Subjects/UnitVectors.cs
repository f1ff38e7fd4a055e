using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>The rows of X (5, 4) scaled to length 1: n = ‖X‖, Y = X / n, dX = (dY − Y Σ_k dY ∘ Y) / n.</summary>
public sealed class UnitVectors : Subject
{
    public override Tensor Forward(Trace t)
    {
        var n = t.Keep("n", t["X"].square().sum(1, keepdim: true).sqrt());
        return Weigh(t, t["X"] / n);
    }

    public override void Backward(Trace t, Gradients d)
    {
        var (dY, Y) = (Unweigh(t, d), t["Y"]);
        d.Add(t["X"], (dY - Y * (dY * Y).sum(1, keepdim: true)) / t["n"]);
    }

    [Wrong(17, "X", [MissingTerm])]
    public static void LengthTakenForConstant(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d) / t["n"]); // WRONG: − Y Σ dY ∘ Y

    [Wrong(34, "X", [])]
    public static void ProjectedOnTheInput(Trace t, Gradients d)
    {
        var (dY, X) = (Unweigh(t, d), t["X"]);
        d.Add(X, (dY - X * (dY * X).sum(1, keepdim: true)) / t["n"]); // WRONG: on Y, of length 1
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(5, 4)),
        Constant("R", dice.Normal(5, 4)),
    ];
}
