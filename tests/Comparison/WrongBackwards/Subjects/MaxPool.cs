using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Y (3, 4): the maximum of overlapping windows of 3, two apart, over X (3, 9). dX at each window's maximum += dY.
/// </summary>
public sealed class MaxPool : Subject
{
    private const int Size = 3;
    private const int Stride = 2;

    public override Tensor Forward(Trace t)
    {
        var (Y, within) = t["X"].unfold(1, Size, Stride).max(2);
        t.Keep("i", within + Stride * arange(4));
        return Weigh(t, Y);
    }

    public override void Backward(Trace t, Gradients d)
        => d.Add(t["X"], zeros_like(t["X"]).scatter_add(1, t["i"], Unweigh(t, d)));

    [Wrong(14, "X", [OverwrittenContribution])]
    public static void OverlapsOverwrite(Trace t, Gradients d)
        => d.Add(t["X"], zeros_like(t["X"]).scatter(1, t["i"], Unweigh(t, d))); // WRONG: two windows may share a maximum

    [Wrong(32, "X", [])]
    public static void WindowsTakenToLieSideBySide(Trace t, Gradients d)
    {
        var place = (t["i"] + (Size - Stride) * arange(4)).clamp(max: 8);
        d.Add(t["X"], zeros_like(t["X"]).scatter_add(1, place, Unweigh(t, d))); // WRONG: the stride is 2, not 3
    }

    [Wrong(14, "X", [])]
    public static void SpreadOverTheWindow(Trace t, Gradients d)
    {
        var (dY, dX) = (Unweigh(t, d), zeros_like(t["X"]));
        for (var window = 0; window < 4; window++) dX.narrow(1, Stride * window, Size).add_(dY.narrow(1, window, 1) / Size);
        d.Add(t["X"], dX); // WRONG: the derivative of the mean
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(3, 9)),
        Constant("R", dice.Normal(3, 4)),
    ];
}
