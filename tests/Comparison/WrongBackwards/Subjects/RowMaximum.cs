using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Y (4, 1): the maximum of each row of X (4, 5), which some rows reach twice; autograd shares the gradient among equals:
/// dX = dY / k at each of a row's k maxima.
/// </summary>
public sealed class RowMaximum : Subject
{
    public override Tensor Forward(Trace t) => Weigh(t, t["X"].amax([1L], keepdim: true));

    public override void Backward(Trace t, Gradients d)
    {
        var top = (t["X"] == t["Y"]).to(t["X"].dtype);
        d.Add(t["X"], Unweigh(t, d) * top / top.sum(1, keepdim: true));
    }

    [Wrong(22, "X", [MaxTies])]
    public static void EveryTieGetsAll(Trace t, Gradients d)
    {
        var top = (t["X"] == t["Y"]).to(t["X"].dtype);
        d.Add(t["X"], Unweigh(t, d) * top); // WRONG: / k
    }

    [Wrong(22, "X", [MaxTies])]
    public static void OnlyTheFirstTieGetsAny(Trace t, Gradients d)
    {
        var first = t["X"].argmax(1, keepdim: true);
        d.Add(t["X"], zeros_like(t["X"]).scatter(1, first, Unweigh(t, d))); // WRONG: shared among equals
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", Dice.Exactly([4, 5], 1, 3, 2, 3, 0, 5, 4, 1, 2, 3, 2, 2, 1, 2, 0, -1, -2, -1.5f, -4, -3)),
        Constant("R", dice.Normal(4, 1)),
    ];
}
