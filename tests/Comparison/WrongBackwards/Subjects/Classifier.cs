using ScratchVsAutograd.Ops;
using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// A perceptron with one hidden layer of our own ops: X (7, 5), W1 (6, 5), W2 (4, 6), softmax cross-entropy without ε.
/// </summary>
public sealed class Classifier : Subject
{
    public override Tensor Forward(Trace t)
    {
        var Z1 = t.Watch("Z1", Linear.Forward(t["X"], t["W1"], t["B1"]));
        var A1 = t.Watch("A1", Relu.Forward(Z1));
        var Z2 = t.Watch("Z2", Linear.Forward(A1, t["W2"], t["B2"]));
        var (loss, P) = SoftmaxCrossEntropy.Forward(Z2, t["y"], epsilon: 0);
        t.Keep("P", P);
        return loss;
    }

    public override void Backward(Trace t, Gradients d)
    {
        SoftmaxCrossEntropy.Backward(d, t["Z2"], t["P"], t["y"]);
        Layers(t, d);
    }

    [Wrong(3, "Z2", [ConstantFactor])]
    public static void NotDividedByTheBatch(Trace t, Gradients d)
    {
        d.Add(t["Z2"], t["P"] - t["y"]); // WRONG: / N
        Layers(t, d);
    }

    [Wrong(3, "Z2", [ConstantFactor])]
    public static void DividedByTheClasses(Trace t, Gradients d)
    {
        var (P, y) = (t["P"], t["y"]);
        d.Add(t["Z2"], (P - y) / P.shape[1]); // WRONG: C for N
        Layers(t, d);
    }

    [Wrong(3, "Z2", [ConstantFactor])]
    public static void DividedByTheBatchTwice(Trace t, Gradients d)
    {
        var (P, y) = (t["P"], t["y"]);
        var N = P.shape[0];
        d.Add(t["Z2"], (P - y) / (N * N)); // WRONG: N²
        Layers(t, d);
    }

    [Wrong(3, "Z2", [ConstantFactor])]
    public static void DividedByTheBatchLessOne(Trace t, Gradients d)
    {
        var (P, y) = (t["P"], t["y"]);
        d.Add(t["Z2"], (P - y) / (P.shape[0] - 1)); // WRONG: N − 1
        Layers(t, d);
    }

    [Wrong(29, "Z2", [Sign])]
    public static void TargetsMinusProbabilities(Trace t, Gradients d)
    {
        var (P, y) = (t["P"], t["y"]);
        d.Add(t["Z2"], (y - P) / P.shape[0]); // WRONG: P − y
        Layers(t, d);
    }

    [Wrong(26, "P", [InputModified], Symptom = Symptom.Modified)]
    public static void ProbabilitiesSubtractedInPlace(Trace t, Gradients d)
    {
        var (P, y) = (t["P"], t["y"]);
        d.Add(t["Z2"], P.sub_(y) / P.shape[0]); // WRONG: the gradient is right, and P is spoilt
        Layers(t, d);
    }

    [Wrong(11, "W1", [DoubledContribution], Also = ["B1", "X"])]
    public static void FirstLayerPropagatedTwice(Trace t, Gradients d)
    {
        SoftmaxCrossEntropy.Backward(d, t["Z2"], t["P"], t["y"]);
        Layers(t, d);
        var dZ1 = d[t["Z1"]];
        d.Add(t["X"], dZ1.mm(t["W1"]));
        d.Add(t["B1"], dZ1.sum(0, keepdim: true));
        d.Add(t["W1"], dZ1.t().mm(t["X"])); // WRONG: the loop over the layers has been here
    }

    [Wrong(21, "Z1", [MaskMissing])]
    public static void RectifierPassesEverything(Trace t, Gradients d)
    {
        SoftmaxCrossEntropy.Backward(d, t["Z2"], t["P"], t["y"]);
        Linear.Backward(d, t["A1"], t["W2"], t["B2"], t["Z2"]);
        d.Add(t["Z1"], d[t["A1"]].clone()); // WRONG: where Z1 > 0
        Linear.Backward(d, t["X"], t["W1"], t["B1"], t["Z1"]);
    }

    [Wrong(26, "A1", [InputModified], Symptom = Symptom.Modified)]
    public static void UpstreamMaskedInPlace(Trace t, Gradients d)
    {
        SoftmaxCrossEntropy.Backward(d, t["Z2"], t["P"], t["y"]);
        Linear.Backward(d, t["A1"], t["W2"], t["B2"], t["Z2"]);
        d.Add(t["Z1"], d[t["A1"]].mul_(t["Z1"] > 0)); // WRONG: dA1 becomes dZ1
        Linear.Backward(d, t["X"], t["W1"], t["B1"], t["Z1"]);
    }

    [Wrong(26, "Z1", [InputModified], Symptom = Symptom.Modified)]
    public static void ActivationClampedInPlace(Trace t, Gradients d)
    {
        SoftmaxCrossEntropy.Backward(d, t["Z2"], t["P"], t["y"]);
        Linear.Backward(d, t["A1"], t["W2"], t["B2"], t["Z2"]);
        d.Add(t["Z1"], d[t["A1"]] * t["Z1"].relu_().sign()); // WRONG: Z1 loses its negative half
        Linear.Backward(d, t["X"], t["W1"], t["B1"], t["Z1"]);
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(7, 5)),
        Parameter("W1", dice.Normal(6, 5)),
        Parameter("B1", dice.Normal(1, 6)),
        Parameter("W2", dice.Normal(4, 6)),
        Parameter("B2", dice.Normal(1, 4)),
        Constant("y", dice.OneHot(7, 4)),
    ];

    private static void Layers(Trace t, Gradients d)
    {
        Linear.Backward(d, t["A1"], t["W2"], t["B2"], t["Z2"]);
        Relu.Backward(d, t["Z1"], t["A1"]);
        Linear.Backward(d, t["X"], t["W1"], t["B1"], t["Z1"]);
    }
}
