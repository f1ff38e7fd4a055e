using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// A residual block: H = tanh(X W), Y = H + relu(H V), with X (5, 4), W and V (4, 4).
/// dB = dY where B &gt; 0 with B = H V, dH = dY + dB Vᵀ, dA = dH ∘ (1 − H²), dW = Xᵀ dA, dX = dA Wᵀ.
/// </summary>
public sealed class Residual : Subject
{
    protected override int Seed => 2;

    public override Tensor Forward(Trace t)
    {
        var H = t.Watch("H", t["X"].mm(t["W"]).tanh());
        var B = t.Watch("B", H.mm(t["V"]));
        return Weigh(t, H + B.relu());
    }

    public override void Backward(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["H"], dY.clone());
        d.Add(t["B"], dY * (t["B"] > 0));
        Branch(t, d);
        Entry(t, d);
    }

    [Wrong(36, "H", [MissingContribution, OverwrittenContribution])]
    public static void SkipPathDropped(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["B"], dY * (t["B"] > 0));
        var dB = d[t["B"]];
        d.Add(t["V"], t["H"].t().mm(dB));
        d.Add(t["H"], dB.mm(t["V"].t())); // WRONG: + dY
        Entry(t, d);
    }

    [Wrong(10, "H", [MissingContribution, OverwrittenContribution])]
    public static void SkipPathOverwritesTheBranch(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["B"], dY * (t["B"] > 0));
        var dB = d[t["B"]];
        d.Add(t["V"], t["H"].t().mm(dB));
        var dH = dB.mm(t["V"].t());
        dH.copy_(dY);
        d.Add(t["H"], dH); // WRONG: = where += was meant
        Entry(t, d);
    }

    [Wrong(11, "H", [DoubledContribution])]
    public static void SkipPathTwice(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["H"], dY.clone());
        d.Add(t["B"], dY * (t["B"] > 0));
        Branch(t, d);
        d.Add(t["H"], dY.clone()); // WRONG: it has had that
        Entry(t, d);
    }

    [Wrong(11, "W", [MissingContribution], Symptom = Symptom.ReadTooEarly, Also = ["X"])]
    public static void PropagatedBeforeTheBranch(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["H"], dY.clone());
        d.Add(t["B"], dY * (t["B"] > 0));
        var dA = d[t["H"]] * (1 - t["H"].square()); // WRONG: the branch has not added its part yet
        d.Add(t["W"], t["X"].t().mm(dA));
        d.Add(t["X"], dA.mm(t["W"].t()));
        Branch(t, d);
    }

    [Wrong(27, "Y", [Aliasing, InputModified], Symptom = Symptom.Modified, Also = ["H"])]
    public static void SkipPathSharesItsMemory(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["H"], dY);
        d.Add(t["B"], dY.mul_(t["B"] > 0)); // WRONG: in place, and dY is also what H was given
        Branch(t, d);
        Entry(t, d);
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(5, 4)),
        Parameter("W", dice.Normal(4, 4)),
        Parameter("V", dice.Normal(4, 4)),
        Constant("R", dice.Normal(5, 4)),
    ];

    private static void Branch(Trace t, Gradients d)
    {
        var dB = d[t["B"]];
        d.Add(t["V"], t["H"].t().mm(dB));
        d.Add(t["H"], dB.mm(t["V"].t()));
    }

    private static void Entry(Trace t, Gradients d)
    {
        var dA = d[t["H"]] * (1 - t["H"].square());
        d.Add(t["W"], t["X"].t().mm(dA));
        d.Add(t["X"], dA.mm(t["W"].t()));
    }
}
