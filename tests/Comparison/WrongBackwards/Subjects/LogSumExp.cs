using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>Y (4, 1) = log Σ exp of each row of X (4, 5), around 100: dX = dY exp(X − Y).</summary>
public sealed class LogSumExp : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["X"].logsumexp(1, keepdim: true));

    public override void Backward(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d) * (t["X"] - t["Y"]).exp());

    [Wrong(38, "X", [NonFinite, Cancellation], Symptom = Symptom.NonFinite)]
    public static void NotShifted(Trace t, Gradients d)
    {
        var e = t["X"].exp();
        d.Add(t["X"], Unweigh(t, d) * e / e.sum(1, keepdim: true)); // WRONG: exp(100) is ∞ in float32
    }

    [Wrong(9, "X", [UpstreamIgnored, FactorAlongAxis])]
    public static void UpstreamTakenForOne(Trace t, Gradients d)
    {
        Unweigh(t, d);
        d.Add(t["X"], (t["X"] - t["Y"]).exp()); // WRONG: dY ∘
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", Dice.Keep(dice.Normal(4, 5) + 100)),
        Constant("R", dice.Normal(4, 1)),
    ];
}
