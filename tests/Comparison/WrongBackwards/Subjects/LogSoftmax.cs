using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>Y = log softmax(Z) along the rows of Z (4, 4): dZ = dY − P Σ_k dY, with P = exp(Y).</summary>
public sealed class LogSoftmax : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["Z"].log_softmax(1));

    public override void Backward(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["Z"], dY - t["Y"].exp() * dY.sum(1, keepdim: true));
    }

    [Wrong(16, "Z", [MissingTerm])]
    public static void SecondTermMissing(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["Z"], dY.clone()); // WRONG: − P Σ dY
    }

    [Wrong(16, "Z", [])]
    public static void UpstreamSumTakenForOne(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["Z"], dY - t["Y"].exp()); // WRONG: right for the gradient of a cross-entropy only
    }

    [Wrong(16, "Z", [])]
    public static void UpstreamNotSummed(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["Z"], dY - t["Y"].exp() * dY); // WRONG: Σ_k dY
    }

    [Wrong(34, "Z", [])]
    public static void LogarithmsTakenForProbabilities(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["Z"], dY - t["Y"] * dY.sum(1, keepdim: true)); // WRONG: Y is log P
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("Z", dice.Normal(4, 4)),
        Constant("R", dice.Normal(4, 4)),
    ];
}
