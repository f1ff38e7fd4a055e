using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>Y: the running sums along the rows of X (4, 6), Yₜ = Σ_{s ≤ t} Xₛ. dXₜ = Σ_{s ≥ t} dYₛ, summed from the back.</summary>
public sealed class CumulativeSum : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["X"].cumsum(1));

    public override void Backward(Trace t, Gradients d)
        => d.Add(t["X"], FromTheBack(Unweigh(t, d)));

    [Wrong(32, "X", [])]
    public static void SummedFromTheFront(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d).cumsum(1)); // WRONG: from the back

    [Wrong(32, "X", [Shifted])]
    public static void OwnTermLeftOut(Trace t, Gradients d)
    {
        var sums = FromTheBack(Unweigh(t, d));
        d.Add(t["X"], nn.functional.pad(sums.narrow(1, 1, 5), [0L, 1L])); // WRONG: s ≥ t, not s > t
    }

    [Wrong(37, "X", [Permutation])]
    public static void NotTurnedBack(Trace t, Gradients d)
        => d.Add(t["X"], Unweigh(t, d).flip(1).cumsum(1)); // WRONG: flip again

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(4, 6)),
        Constant("R", dice.Normal(4, 6)),
    ];

    private static Tensor FromTheBack(Tensor dY) => dY.flip(1).cumsum(1).flip(1);
}
