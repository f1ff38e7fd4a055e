using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Dropout with a given mask M, elementwise on any shape: Y = X ∘ M / (1 − p), where M is true with the probability 1 − p, so that the mean
/// of Y is X. For p = 1, Y is 0, as in torch.
/// </summary>
/// <remarks>Source: Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting" (2014).</remarks>
public static class Dropout
{
    /// <summary>Y = X ∘ M / (1 − p).</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="mask">M, of X's shape, Bool: what is kept.</param>
    /// <param name="p">The probability with which an element was dropped, from 0 to 1.</param>
    /// <returns>Y, of X's shape.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or the mask or p does not fit.</exception>
    public static Tensor Forward(Tensor X, Tensor mask, double p)
    {
        Check(X, mask, p);
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(X * mask * Scale(p));
    }

    /// <summary>dX = dY ∘ M / (1 − p). Needs M, neither X's value nor Y's.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="mask">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="p">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X and Y differ in shape or dtype, or the mask or p does not fit.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor mask, Tensor Y, double p)
    {
        Check(X, mask, p);
        Require.Like(X, Y);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        d.Add(X, (d[Y] * mask).mul_(Scale(p)));
    }

    private static double Scale(double p) => p == 1 ? 0 : 1 / (1 - p);

    private static void Check(Tensor X, Tensor mask, double p)
    {
        Require.FloatingPoint(X);
        Require.Mask(mask);
        Require.Shape(mask, nameof(mask), X.shape);
        Require.Option(p, p is >= 0 and <= 1, "a number from 0 to 1");
    }
}
