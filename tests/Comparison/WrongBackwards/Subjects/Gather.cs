using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>Yₙₖ = X[n, iₙₖ], X (4, 5), i (4, 3) with duplicates within a row: dX[n, iₙₖ] += dYₙₖ.</summary>
public sealed class Gather : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["X"].gather(1, t["i"]));

    public override void Backward(Trace t, Gradients d)
        => d.Add(t["X"], zeros_like(t["X"]).scatter_add(1, t["i"], Unweigh(t, d)));

    [Wrong(13, "X", [OverwrittenContribution])]
    public static void ScatteredNotAdded(Trace t, Gradients d)
        => d.Add(t["X"], zeros_like(t["X"]).scatter(1, t["i"], Unweigh(t, d))); // WRONG: scatter_add

    [Wrong(32, "X", [Shifted])]
    public static void IndicesCountedFromOne(Trace t, Gradients d)
        => d.Add(t["X"], zeros_like(t["X"]).scatter_add(1, (t["i"] - 1).clamp(min: 0), Unweigh(t, d))); // WRONG: i

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(4, 5)),
        Constant("i", Dice.Keep(Dice.Indices(3, 1, 3, 4, 4, 2, 2, 1, 1, 3, 4, 3).reshape(4, 3))),
        Constant("R", dice.Normal(4, 3)),
    ];
}
