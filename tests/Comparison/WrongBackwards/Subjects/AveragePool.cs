using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Y (3, 5): the mean of overlapping windows of 3, two apart, over X (3, 9) padded by a zero on both sides.
/// dX of every place in a window += dY / 3, then the padding is cut off.
/// </summary>
public sealed class AveragePool : Subject
{
    private const int Size = 3;
    private const int Stride = 2;

    public override Tensor Forward(Trace t)
        => Weigh(t, nn.functional.pad(t["X"], [1L, 1L]).unfold(1, Size, Stride).mean([2]));

    public override void Backward(Trace t, Gradients d)
        => d.Add(t["X"], Fold(Unweigh(t, d) / Size).narrow(1, 1, 9));

    [Wrong(14, "X", [OverwrittenContribution])]
    public static void OverlapsOverwrite(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d) / Size;
        var padded = dY.new_zeros(3, 11);
        for (var window = 0; window < 5; window++) padded.narrow(1, Stride * window, Size).copy_(dY.narrow(1, window, 1));
        d.Add(t["X"], padded.narrow(1, 1, 9)); // WRONG: = where += was meant
    }

    [Wrong(3, "X", [ConstantFactor])]
    public static void NotDividedByTheWindow(Trace t, Gradients d)
        => d.Add(t["X"], Fold(Unweigh(t, d)).narrow(1, 1, 9)); // WRONG: / 3

    [Wrong(32, "X", [Shifted])]
    public static void PaddingNotCutOffInFront(Trace t, Gradients d)
        => d.Add(t["X"], Fold(Unweigh(t, d) / Size).narrow(1, 0, 9)); // WRONG: X starts at 1

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(3, 9)),
        Constant("R", dice.Normal(3, 5)),
    ];

    private static Tensor Fold(Tensor dY)
    {
        var padded = dY.new_zeros(3, 11);
        for (var window = 0; window < 5; window++) padded.narrow(1, Stride * window, Size).add_(dY.narrow(1, window, 1));
        return padded;
    }
}
