using ScratchVsAutograd.Scratch;
using static ScratchVsAutograd.Comparison.Diagnosis.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Y (5, 1): the unbiased variance of each row of X (5, 7), whose mean is a thousand times its spread.
/// dX = dY · 2 (X − μ) / (N − 1).
/// </summary>
public sealed class FarVariance : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["X"].var([1L], unbiased: true, keepdim: true));

    public override void Backward(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d) * 2 * (t["X"] - Mean(t)) / 6);

    [Wrong(18, "X", [ConstantFactor])]
    public static void BiasedDivisor(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d) * 2 * (t["X"] - Mean(t)) / 7); // WRONG: N − 1

    [Wrong(38, "X", [Cancellation], Symptom = Symptom.Unstable)]
    public static void TermsSubtractedLate(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], dY * 2 * t["X"] / 6 - dY * 2 * Mean(t) / 6); // WRONG: two large numbers, nearly equal
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", Dice.Keep(dice.Normal(5, 7) + 1000)),
        Constant("R", dice.Normal(5, 1)),
    ];

    private static Tensor Mean(Trace t) => t["X"].mean([1], keepdim: true);
}
