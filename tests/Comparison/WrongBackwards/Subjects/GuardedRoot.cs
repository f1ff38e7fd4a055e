using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Y = √X where X &gt; 0, else 0, X (4, 5) with exact zeros, guarded so that autograd's derivative there is 0:
/// dX = dY / (2√X) where X &gt; 0, else 0.
/// </summary>
public sealed class GuardedRoot : Subject
{
    public override Tensor Forward(Trace t)
    {
        var X = t["X"];
        return Weigh(t, where(X > 0, where(X > 0, X, ones_like(X)).sqrt(), zeros_like(X)));
    }

    public override void Backward(Trace t, Gradients d)
    {
        var (dY, X) = (Unweigh(t, d), t["X"]);
        d.Add(X, where(X > 0, dY / (2 * X.sqrt()), zeros_like(X)));
    }

    [Wrong(23, "X", [NonFinite], Symptom = Symptom.NonFinite)]
    public static void MaskedByMultiplying(Trace t, Gradients d)
    {
        var (dY, X) = (Unweigh(t, d), t["X"]);
        d.Add(X, dY / (2 * X.sqrt()) * (X > 0)); // WRONG: ∞ · 0
    }

    [Wrong(24, "X", [NonFinite], Symptom = Symptom.NonFinite)]
    public static void RootAtZero(Trace t, Gradients d)
    {
        var (dY, X) = (Unweigh(t, d), t["X"]);
        d.Add(X, dY / (2 * X.sqrt())); // WRONG: the derivative at 0 is infinite, the guarded one is not
    }

    [Wrong(30, "X", [])]
    public static void EpsilonUnderTheRootInBackwardOnly(Trace t, Gradients d)
    {
        var (dY, X) = (Unweigh(t, d), t["X"]);
        d.Add(X, where(X > 0, dY / (2 * (X + 0.01).sqrt()), zeros_like(X))); // WRONG: √X
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", Dice.Keep(dice.Uniform(0.1, 2, 4, 5) * dice.Coins(0.8, 4, 5))),
        Constant("R", dice.Normal(4, 5)),
    ];
}
