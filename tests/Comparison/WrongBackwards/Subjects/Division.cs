using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>Y = A / B with A (5, 4) and a column B (5, 1): dA = dY / B, dB = −Σ_k dY ∘ A / B².</summary>
public sealed class Division : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["A"] / t["B"]);

    public override void Backward(Trace t, Gradients d)
    {
        var (dY, A, B) = (Unweigh(t, d), t["A"], t["B"]);
        d.Add(A, dY / B);
        d.Add(B, -(dY * A / B.square()).sum(1, keepdim: true));
    }

    [Wrong(29, "B", [Sign])]
    public static void MinusForgotten(Trace t, Gradients d)
    {
        var (dY, A, B) = (Unweigh(t, d), t["A"], t["B"]);
        d.Add(A, dY / B);
        d.Add(B, (dY * A / B.square()).sum(1, keepdim: true)); // WRONG: −
    }

    [Wrong(6, "B", [NotSummed], Symptom = Symptom.Shape)]
    public static void DivisorNotSummed(Trace t, Gradients d)
    {
        var (dY, A, B) = (Unweigh(t, d), t["A"], t["B"]);
        d.Add(A, dY / B);
        d.Add(B, -dY * A / B.square()); // WRONG: (5, 4) for a (5, 1) that was broadcast
    }

    [Wrong(36, "A", [FactorAlongAxis, DerivativeMissing])]
    public static void DivisorForgotten(Trace t, Gradients d)
    {
        var (dY, A, B) = (Unweigh(t, d), t["A"], t["B"]);
        d.Add(A, dY.clone()); // WRONG: / B
        d.Add(B, -(dY * A / B.square()).sum(1, keepdim: true));
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("A", dice.Normal(5, 4)),
        Parameter("B", dice.Uniform(0.5, 3, 5, 1)),
        Constant("R", dice.Normal(5, 4)),
    ];
}
