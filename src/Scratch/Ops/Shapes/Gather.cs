using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// One element of each line along an axis, or several, by index: Y at (i, j) is X at (I(i, j), j) for axis 0, at (i, I(i, j)) for
/// axis 1, and so on. An element that is taken several times gets the sum.
/// </summary>
/// <remarks>Source: any textbook of linear algebra: the gradient of a linear map is its transpose.</remarks>
public static class Gather
{
    /// <summary>Y = X at I along the axis.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="I">Indices, int64, X's shape but for that axis.</param>
    /// <param name="axis">Along which axis, counted from the end where negative.</param>
    /// <returns>Y, of I's shape.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, Tensor I, long axis)
    {
        Check(X, I, axis);
        return X.gather(axis, I);
    }

    /// <summary>dX = Σ dY over the places that took an element. Needs I, not X's value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="I">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="axis">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor I, Tensor Y, long axis)
    {
        Check(X, I, axis);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        d.Add(X, zeros_like(X).scatter_add_(axis, I, d[Y]));
    }

    private static void Check(Tensor X, Tensor I, long axis)
    {
        Require.FloatingPoint(X);
        var shape = X.shape;
        var along = Require.Axis(X, axis);
        Require.Indices(I, shape[along]);
        shape[along] = -1;
        Require.Shape(I, nameof(I), shape);
    }
}
