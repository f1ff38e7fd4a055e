using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The hyperbolic tangent, elementwise on any shape: Y = tanh(X), so that dY/dX = 1 − Y².
/// </summary>
/// <remarks>Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 6.3.2.</remarks>
public static class Tanh
{
    /// <summary>Y = tanh(X).</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <returns>Y, of X's shape.</returns>
    /// <exception cref="ArgumentException">X is not floating point.</exception>
    public static Tensor Forward(Tensor X)
    {
        Require.FloatingPoint(X);
        return X.tanh();
    }

    /// <summary>dX = dY ∘ (1 − Y)(1 + Y): the factors do not cancel as 1 − Y² does near ±1. Needs Y, not X's value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <exception cref="ArgumentException">X and Y differ in shape or dtype.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y)
    {
        Require.Like(X, Y);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        d.Add(X, (1 - Y).mul_(1 + Y).mul_(d[Y]));
    }
}
