using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Cross-entropy in two steps, P = softmax(Z), L = −Σ y ∘ log P / N, Z (6, 4): dP = −y / P / N, dZ = P ∘ (dP − Σ_k dP ∘ P).
/// Softmax's backward takes away whatever is equal along a row of dP, right or wrong.
/// </summary>
public sealed class LogLikelihood : Subject
{
    public override Tensor Forward(Trace t)
        => -(t["y"] * t.Watch("P", t["Z"].softmax(1)).log()).sum() / 6;

    public override void Backward(Trace t, Gradients d)
    {
        d.Add(t["P"], -t["y"] / t["P"] / 6);
        d.Add(t["Z"], SoftmaxBackward(d[t["P"]], t["P"]));
    }

    [Wrong(16, "P", [])]
    public static void OfTheUnnormalizedDivergence(Trace t, Gradients d)
    {
        d.Add(t["P"], (1 - t["y"] / t["P"]) / 6); // WRONG: the 1 is of Σ P, and cancels on the way to Z
        d.Add(t["Z"], SoftmaxBackward(d[t["P"]], t["P"]));
    }

    [Wrong(3, "P", [ConstantFactor])]
    public static void DividedByTheClasses(Trace t, Gradients d)
    {
        d.Add(t["P"], -t["y"] / t["P"] / 4); // WRONG: N = 6
        d.Add(t["Z"], SoftmaxBackward(d[t["P"]], t["P"]));
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("Z", dice.Normal(6, 4)),
        Constant("y", dice.OneHot(6, 4)),
    ];

    private static Tensor SoftmaxBackward(Tensor dP, Tensor P) => P * (dP - (dP * P).sum(1, keepdim: true));
}
