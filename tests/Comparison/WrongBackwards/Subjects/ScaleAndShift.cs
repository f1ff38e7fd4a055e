using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Y = X ∘ g + c, with X (5, 5), a row g (1, 5) and a column c (5, 1) broadcast: dX = dY ∘ g, dg = Σₙ dY ∘ X, dc = Σ_k dY.
/// As many rows as columns, so that a wrong axis has the right shape.
/// </summary>
public sealed class ScaleAndShift : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["X"] * t["g"] + t["c"]);

    public override void Backward(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], dY * t["g"]);
        d.Add(t["g"], (dY * t["X"]).sum(0, keepdim: true));
        d.Add(t["c"], dY.sum(1, keepdim: true));
    }

    [Wrong(6, "g", [NotSummed], Symptom = Symptom.Shape)]
    public static void RowNotSummed(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], dY * t["g"]);
        d.Add(t["g"], dY * t["X"]); // WRONG: (5, 5) for a (1, 5) that was broadcast
        d.Add(t["c"], dY.sum(1, keepdim: true));
    }

    [Wrong(6, "c", [NotSummed])]
    public static void OneColumnForTheSum(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], dY * t["g"]);
        d.Add(t["g"], (dY * t["X"]).sum(0, keepdim: true));
        d.Add(t["c"], dY.narrow(1, 0, 1)); // WRONG: the first column for the sum of all
    }

    [Wrong(7, "c", [WrongAxis])]
    public static void ColumnSummedOverRows(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], dY * t["g"]);
        d.Add(t["g"], (dY * t["X"]).sum(0, keepdim: true));
        d.Add(t["c"], dY.sum(0, keepdim: true).t()); // WRONG: c is broadcast along axis 1
    }

    [Wrong(8, "g", [KeepDimension], Symptom = Symptom.Shape)]
    public static void RowLosesItsAxis(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], dY * t["g"]);
        d.Add(t["g"], (dY * t["X"]).sum([0L])); // WRONG: (5,) for (1, 5)
        d.Add(t["c"], dY.sum(1, keepdim: true));
    }

    [Wrong(8, "c", [KeepDimension], Symptom = Symptom.Shape)]
    public static void ColumnLosesItsAxis(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], dY * t["g"]);
        d.Add(t["g"], (dY * t["X"]).sum(0, keepdim: true));
        d.Add(t["c"], dY.sum([1L])); // WRONG: (5,) for (5, 1)
    }

    [Wrong(4, "c", [ConstantFactor])]
    public static void ColumnAveraged(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], dY * t["g"]);
        d.Add(t["g"], (dY * t["X"]).sum(0, keepdim: true));
        d.Add(t["c"], dY.mean([1], keepdim: true)); // WRONG: what was broadcast is summed
    }

    [Wrong(36, "X", [FactorAlongAxis, DerivativeMissing])]
    public static void ScaleLeftOut(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["X"], dY.clone()); // WRONG: dY ∘ g
        d.Add(t["g"], (dY * t["X"]).sum(0, keepdim: true));
        d.Add(t["c"], dY.sum(1, keepdim: true));
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(5, 5)),
        Parameter("g", dice.Normal(1, 5)),
        Parameter("c", dice.Normal(5, 1)),
        Constant("R", dice.Normal(5, 5)),
    ];
}
