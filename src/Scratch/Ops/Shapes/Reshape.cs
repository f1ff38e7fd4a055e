using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The same elements in another shape, in the same order. dX is dY in X's shape.
/// </summary>
/// <remarks>Source: any textbook of linear algebra: the gradient of a linear map is its transpose.</remarks>
public static class Reshape
{
    /// <summary>Y = X in that shape.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="shape">The new shape; one size may be −1, and follows from the others.</param>
    /// <returns>Y.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, long[] shape)
    {
        Require.FloatingPoint(X);
        return X.reshape(shape);
    }

    /// <summary>dX = dY in X's shape. Needs no value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y)
    {
        Require.FloatingPoint(X);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        d.Add(X, d[Y].reshape(X.shape));
    }
}
