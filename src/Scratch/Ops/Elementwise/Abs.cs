using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The absolute value, elementwise on any shape: Y = |X|, with the derivative sign(X): 0 at the kink.
/// </summary>
/// <remarks>Source: any textbook of calculus.</remarks>
public static class Abs
{
    /// <summary>Y = |X|.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <returns>Y, of X's shape.</returns>
    /// <exception cref="ArgumentException">X is not floating point.</exception>
    public static Tensor Forward(Tensor X)
    {
        Require.FloatingPoint(X);
        return X.abs();
    }

    /// <summary>dX = sign(X) ∘ dY. Needs X, not Y's value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <exception cref="ArgumentException">X and Y differ in shape or dtype.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y)
    {
        Require.Like(X, Y);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        d.Add(X, X.sign().mul_(d[Y]));
    }
}
