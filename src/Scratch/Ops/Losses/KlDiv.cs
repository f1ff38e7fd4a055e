using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The divergence of Kullback and Leibler of log-probabilities X from target probabilities T, elementwise: E = T (log T − X), and 0 where
/// T is 0; or, for targets given by their logarithms, E = exp(T) (T − X). L is E, its mean over all elements, or its sum.
/// </summary>
/// <remarks>Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), eq. 3.50.</remarks>
public static class KlDiv
{
    /// <summary>L as above.</summary>
    /// <param name="X">Log-probabilities of any shape, floating point.</param>
    /// <param name="T">Probabilities of the target, or their logarithms; of X's shape and dtype.</param>
    /// <param name="logTarget">Whether T are logarithms.</param>
    /// <param name="reduction">What is done with E. The divergence of distributions is the sum, divided by their number.</param>
    /// <returns>L, a number, or of X's shape.</returns>
    /// <exception cref="ArgumentException">X and T differ in shape or dtype.</exception>
    public static Tensor Forward(Tensor X, Tensor T, bool logTarget = false, Reduction reduction = Reduction.Mean)
    {
        Require.Like(X, T);
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(LossReduction.Of(logTarget ? T.exp() * (T - X) : T.xlogy(T) - T * X, reduction));
    }

    /// <summary>
    /// dX = −T dE and dT = (log T + 1 − X) dE, −∞ where T is 0; or dX = −exp(T) dE and dT = exp(T) (T − X + 1) dE. Needs T, and X for dT;
    /// not L's value.
    /// </summary>
    /// <param name="d">Reads dL; takes dX and dT.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="T">What <see cref="Forward"/> was given.</param>
    /// <param name="L">What <see cref="Forward"/> returned.</param>
    /// <param name="logTarget">As in <see cref="Forward"/>.</param>
    /// <param name="reduction">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor T, Tensor L, bool logTarget = false, Reduction reduction = Reduction.Mean)
    {
        Require.Like(X, T);
        LossReduction.Check(L, X.shape, reduction);
        if (!d.Wants(X) && !d.Wants(T)) return;
        using var scope = NewDisposeScope();
        var dE = LossReduction.Gradient(d[L], X.numel(), reduction);
        var scaled = (logTarget ? T.exp() : T) * dE;
        if (d.Wants(X)) d.Add(X, -scaled);
        if (!d.Wants(T)) return;
        d.Add(T, logTarget ? (T - X).add_(1).mul_(scaled) : T.log().add_(1).sub_(X).mul_(dE));
    }
}
