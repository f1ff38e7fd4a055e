using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>Y (5, 1): the mean of each row of X (5, 7). dX = dY / 7 at every place of the row.</summary>
public sealed class RowMean : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["X"].mean([1], keepdim: true));

    public override void Backward(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d).expand(5, 7) / 7);

    [Wrong(4, "X", [ConstantFactor])]
    public static void SumForMean(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d).expand(5, 7)); // WRONG: / 7

    [Wrong(3, "X", [ConstantFactor])]
    public static void DividedByTheRows(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d).expand(5, 7) / 5); // WRONG: 7 columns

    [Wrong(9, "X", [UpstreamIgnored, FactorAlongAxis])]
    public static void UpstreamTakenForOne(Trace t, Gradients d)
    {
        Unweigh(t, d);
        d.Add(t["X"], ones_like(t["X"]) / 7); // WRONG: dY / 7
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(5, 7)),
        Constant("R", dice.Normal(5, 1)),
    ];
}
