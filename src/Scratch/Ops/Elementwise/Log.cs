using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The natural logarithm, elementwise on any shape: Y = log(X), with the derivative 1/X: infinite at 0.
/// </summary>
/// <remarks>Source: any textbook of calculus.</remarks>
public static class Log
{
    /// <summary>Y = log(X); −∞ at 0 and NaN below.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <returns>Y, of X's shape.</returns>
    /// <exception cref="ArgumentException">X is not floating point.</exception>
    public static Tensor Forward(Tensor X)
    {
        Require.FloatingPoint(X);
        return X.log();
    }

    /// <summary>dX = dY / X. Needs X, not Y's value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <exception cref="ArgumentException">X and Y differ in shape or dtype.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y)
    {
        Require.Like(X, Y);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        d.Add(X, d[Y] / X);
    }
}
