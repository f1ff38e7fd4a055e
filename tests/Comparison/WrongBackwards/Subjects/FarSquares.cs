using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Squared differences far from zero: Y = (X − A)² with X and A (4, 5) around 100,000 and a few units apart.
/// dX = dY · 2 (X − A), dA = −dX.
/// </summary>
public sealed class FarSquares : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, (t["X"] - t["A"]).square());

    public override void Backward(Trace t, Gradients d)
    {
        var (dY, X, A) = (Unweigh(t, d), t["X"], t["A"]);
        d.Add(X, 2 * dY * (X - A));
        d.Add(A, -2 * dY * (X - A));
    }

    [Wrong(38, "X", [Cancellation], Symptom = Symptom.Unstable)]
    public static void MultipliedOut(Trace t, Gradients d)
    {
        var (dY, X, A) = (Unweigh(t, d), t["X"], t["A"]);
        d.Add(X, 2 * dY * X - 2 * dY * A); // WRONG: two large numbers, nearly equal
        d.Add(A, -2 * dY * (X - A));
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", Dice.Keep(dice.Normal(4, 5) + 100_000)),
        Parameter("A", Dice.Keep(dice.Normal(4, 5) + 100_000)),
        Constant("R", dice.Normal(4, 5)),
    ];
}
