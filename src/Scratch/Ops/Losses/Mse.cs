using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The squared error, elementwise: E = (X − T)², and L is E, its mean or its sum.
/// </summary>
/// <remarks>Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 5.1.4.</remarks>
public static class Mse
{
    /// <summary>L as above.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="T">The target, of X's shape and dtype.</param>
    /// <param name="reduction">What is done with E.</param>
    /// <returns>L, a number, or of X's shape.</returns>
    /// <exception cref="ArgumentException">X and T differ in shape or dtype.</exception>
    public static Tensor Forward(Tensor X, Tensor T, Reduction reduction = Reduction.Mean)
    {
        Require.Like(X, T);
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(LossReduction.Of((X - T).square(), reduction));
    }

    /// <summary>dX = 2 dE ∘ (X − T) and dT = −dX. Needs X and T, not L's value.</summary>
    /// <param name="d">Reads dL; takes dX and dT.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="T">What <see cref="Forward"/> was given.</param>
    /// <param name="L">What <see cref="Forward"/> returned.</param>
    /// <param name="reduction">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor T, Tensor L, Reduction reduction = Reduction.Mean)
    {
        Require.Like(X, T);
        LossReduction.Check(L, X.shape, reduction);
        if (!d.Wants(X) && !d.Wants(T)) return;
        using var scope = NewDisposeScope();
        var dX = (X - T).mul_(LossReduction.Gradient(d[L], X.numel(), reduction) * 2);
        if (d.Wants(X)) d.Add(X, dX);
        if (d.Wants(T)) d.Add(T, -dX);
    }
}
