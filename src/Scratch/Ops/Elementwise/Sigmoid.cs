using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The logistic function, elementwise on any shape: Y = 1 / (1 + exp(−X)), so that dY/dX = Y (1 − Y).
/// </summary>
/// <remarks>Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 3.10.</remarks>
public static class Sigmoid
{
    /// <summary>Y = 1 / (1 + exp(−X)).</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <returns>Y, of X's shape.</returns>
    /// <exception cref="ArgumentException">X is not floating point.</exception>
    public static Tensor Forward(Tensor X)
    {
        Require.FloatingPoint(X);
        return X.sigmoid();
    }

    /// <summary>dX = dY ∘ Y ∘ (1 − Y). Needs Y, not X's value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <exception cref="ArgumentException">X and Y differ in shape or dtype.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y)
    {
        Require.Like(X, Y);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        d.Add(X, (1 - Y).mul_(Y).mul_(d[Y]));
    }
}
