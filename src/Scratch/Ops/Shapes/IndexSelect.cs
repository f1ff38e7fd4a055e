using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Slices along an axis by index, in any order and number: Y's i-th slice is X's Iᵢ-th. A slice that is taken several times gets the
/// sum.
/// </summary>
/// <remarks>Source: any textbook of linear algebra: the gradient of a linear map is its transpose.</remarks>
public static class IndexSelect
{
    /// <summary>Y = X[I] along the axis.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="I">Indices (n,), int64.</param>
    /// <param name="axis">Along which axis, counted from the end where negative.</param>
    /// <returns>Y, with n slices along the axis.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, Tensor I, long axis)
    {
        Check(X, I, axis);
        return X.index_select(axis, I);
    }

    /// <summary>dX = Σ dY over the places that took a slice. Needs I, not X's value.</summary>
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
        d.Add(X, zeros_like(X).index_add_(axis, I, d[Y], 1));
    }

    private static void Check(Tensor X, Tensor I, long axis)
    {
        Require.FloatingPoint(X);
        Require.Shape(I, nameof(I), -1);
        Require.Indices(I, X.shape[Require.Axis(X, axis)]);
    }
}
