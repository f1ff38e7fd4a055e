using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>What <see cref="Reduction"/> does to losses E of n elements, and to their gradient: dE = dL, dL / n or dL again.</summary>
internal static class LossReduction
{
    /// <summary>L: E, its mean or its sum.</summary>
    /// <param name="E">The losses of the elements.</param>
    /// <param name="reduction">Which of them.</param>
    public static Tensor Of(Tensor E, Reduction reduction) => reduction switch
    {
        Reduction.None => E,
        Reduction.Mean => E.mean(),
        _ => E.sum(),
    };

    /// <summary>L where elements have weights: the mean is then Σ E / Σ weights.</summary>
    /// <param name="E">The losses of the elements, weighted.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="reduction">Which of them.</param>
    public static Tensor Of(Tensor E, Tensor weights, Reduction reduction)
        => reduction == Reduction.Mean ? E.sum() / weights.sum() : Of(E, reduction);

    /// <summary>dE, of E's shape or a number that broadcasts to it.</summary>
    /// <param name="dL">The upstream gradient.</param>
    /// <param name="count">n.</param>
    /// <param name="reduction">As in <see cref="Of(Tensor, Reduction)"/>.</param>
    public static Tensor Gradient(Tensor dL, long count, Reduction reduction) => reduction == Reduction.Mean ? dL / count : dL;

    /// <summary>dE where elements have weights.</summary>
    /// <param name="dL">The upstream gradient.</param>
    /// <param name="weights">As in <see cref="Of(Tensor, Tensor, Reduction)"/>.</param>
    /// <param name="reduction">As in <see cref="Of(Tensor, Tensor, Reduction)"/>.</param>
    public static Tensor Gradient(Tensor dL, Tensor weights, Reduction reduction) => reduction == Reduction.Mean ? dL / weights.sum() : dL;

    /// <summary>L is what the loss would return.</summary>
    /// <param name="L">The loss.</param>
    /// <param name="elements">E's shape.</param>
    /// <param name="reduction">As in <see cref="Of(Tensor, Reduction)"/>.</param>
    public static void Check(Tensor L, ReadOnlySpan<long> elements, Reduction reduction)
        => Require.Shape(L, nameof(L), reduction == Reduction.None ? elements : []);
}
