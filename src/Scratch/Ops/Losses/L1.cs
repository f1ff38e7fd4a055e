using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The absolute error, elementwise: E = |X − T|, and L is E, its mean or its sum. Its derivative is sign(X − T): 0 at the kink.
/// </summary>
/// <remarks>Source: any textbook of statistics; the convention at the kink is torch's.</remarks>
public static class L1
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
        return scope.MoveToOuter(LossReduction.Of((X - T).abs(), reduction));
    }

    /// <summary>dX = dE ∘ sign(X − T) and dT = −dX. Needs X and T, not L's value.</summary>
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
        var dX = (X - T).sign_().mul_(LossReduction.Gradient(d[L], X.numel(), reduction));
        if (d.Wants(X)) d.Add(X, dX);
        if (d.Wants(T)) d.Add(T, -dX);
    }
}
