using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// A sequence X (4, 10), padded by a zero on both sides, and a kernel w (3,): Yₙₜ = Σ_k w_k Xₙ,ₜ₊ₖ₋₁.
/// dw_k = Σₙₜ dYₙₜ Xₙ,ₜ₊ₖ₋₁, dXₙₜ = Σ_k w_k dYₙ,ₜ₋ₖ₊₁.
/// </summary>
public sealed class Convolution : Subject
{
    private const int Size = 3;
    private const int Length = 10;

    public override Tensor Forward(Trace t) => Weigh(t, (Windows(t["X"]) * t["w"]).sum([2L]));

    public override void Backward(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["w"], (dY.unsqueeze(2) * Windows(t["X"])).sum([0L, 1L]));
        d.Add(t["X"], (Windows(dY) * t["w"].flip(0)).sum([2L]));
    }

    [Wrong(32, "X", [])]
    public static void KernelNotFlipped(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["w"], (dY.unsqueeze(2) * Windows(t["X"])).sum([0L, 1L]));
        d.Add(t["X"], (Windows(dY) * t["w"]).sum([2L])); // WRONG: back to front
    }

    [Wrong(32, "w", [Permutation])]
    public static void KernelGradientFlipped(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["w"], (dY.unsqueeze(2) * Windows(t["X"])).sum([0L, 1L]).flip(0)); // WRONG: this one is not
        d.Add(t["X"], (Windows(dY) * t["w"].flip(0)).sum([2L]));
    }

    [Wrong(32, "X", [Shifted])]
    public static void PaddedOnOneSide(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["w"], (dY.unsqueeze(2) * Windows(t["X"])).sum([0L, 1L]));
        var windows = nn.functional.pad(dY, [2L, 0L]).unfold(1, Size, 1);
        d.Add(t["X"], (windows * t["w"].flip(0)).sum([2L])); // WRONG: one before and one behind
    }

    [Wrong(14, "X", [OverwrittenContribution])]
    public static void WindowsOverwrite(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d);
        d.Add(t["w"], (dY.unsqueeze(2) * Windows(t["X"])).sum([0L, 1L]));
        var padded = dY.new_zeros(4, Length + 2);
        for (var at = 0; at < Length; at++) padded.narrow(1, at, Size).copy_(dY.narrow(1, at, 1) * t["w"]);
        d.Add(t["X"], padded.narrow(1, 1, Length)); // WRONG: = where += was meant
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("X", dice.Normal(4, Length)),
        Parameter("w", dice.Normal(Size)),
        Constant("R", dice.Normal(4, Length)),
    ];

    /// <summary>(4, 10, 3): every place with its neighbours.</summary>
    private static Tensor Windows(Tensor X) => nn.functional.pad(X, [1L, 1L]).unfold(1, Size, 1);
}
