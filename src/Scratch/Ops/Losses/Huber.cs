using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Huber's loss, elementwise: with the error e = X − T, E = e² / 2 where |e| ≤ δ, else δ (|e| − δ / 2), and L is E, its mean or its sum.
/// Its derivative is e cut off at ±δ, without a kink.
/// </summary>
/// <remarks>Source: Huber, "Robust Estimation of a Location Parameter" (1964).</remarks>
public static class Huber
{
    /// <summary>L as above.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="T">The target, of X's shape and dtype.</param>
    /// <param name="delta">δ, more than 0.</param>
    /// <param name="reduction">What is done with E.</param>
    /// <returns>L, a number, or of X's shape.</returns>
    /// <exception cref="ArgumentException">X and T differ in shape or dtype, or δ does not fit.</exception>
    public static Tensor Forward(Tensor X, Tensor T, double delta = 1, Reduction reduction = Reduction.Mean)
    {
        Require.Like(X, T);
        Require.Option(delta, delta > 0, "more than 0");
        using var scope = NewDisposeScope();
        var error = (X - T).abs();
        var E = where(error <= delta, error.square() * 0.5, (error - delta / 2) * delta);
        return scope.MoveToOuter(LossReduction.Of(E, reduction));
    }

    /// <summary>dX = dE ∘ min(max(X − T, −δ), δ) and dT = −dX. Needs X and T, not L's value.</summary>
    /// <param name="d">Reads dL; takes dX and dT.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="T">What <see cref="Forward"/> was given.</param>
    /// <param name="L">What <see cref="Forward"/> returned.</param>
    /// <param name="delta">As in <see cref="Forward"/>.</param>
    /// <param name="reduction">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor T, Tensor L, double delta = 1, Reduction reduction = Reduction.Mean)
    {
        Require.Like(X, T);
        LossReduction.Check(L, X.shape, reduction);
        if (!d.Wants(X) && !d.Wants(T)) return;
        using var scope = NewDisposeScope();
        var dX = (X - T).clamp_(-delta, delta).mul_(LossReduction.Gradient(d[L], X.numel(), reduction));
        if (d.Wants(X)) d.Add(X, dX);
        if (d.Wants(T)) d.Add(T, -dX);
    }
}
