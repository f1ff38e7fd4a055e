using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Adds elements to places by index: Y is X, with S(i, j) added at (I(i, j), j) for axis 0, at (i, I(i, j)) for axis 1, and so on. dX
/// is dY, and dS is dY where each went: a gather.
/// </summary>
/// <remarks>Source: any textbook of linear algebra: the gradient of a linear map is its transpose.</remarks>
public static class ScatterAdd
{
    /// <summary>Y = X, and S added at I along the axis.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="I">Indices, int64, of S's shape.</param>
    /// <param name="S">What is added: X's shape but for the axis, and X's dtype.</param>
    /// <param name="axis">Along which axis, counted from the end where negative.</param>
    /// <returns>Y, of X's shape.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, Tensor I, Tensor S, long axis)
    {
        Check(X, I, S, axis);
        return X.scatter_add(axis, I, S);
    }

    /// <summary>dX = dY and dS = dY at I. Needs I, no other value.</summary>
    /// <param name="d">Reads dY; takes dX and dS.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="I">As in <see cref="Forward"/>.</param>
    /// <param name="S">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="axis">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor I, Tensor S, Tensor Y, long axis)
    {
        Check(X, I, S, axis);
        using var scope = NewDisposeScope();
        var dY = d[Y];
        if (d.Wants(X)) d.Add(X, dY);
        if (d.Wants(S)) d.Add(S, dY.gather(axis, I));
    }

    private static void Check(Tensor X, Tensor I, Tensor S, long axis)
    {
        Require.SameDtype((X, nameof(X)), (S, nameof(S)));
        var shape = X.shape;
        var along = Require.Axis(X, axis);
        Require.Indices(I, shape[along]);
        shape[along] = -1;
        Require.Shape(S, nameof(S), shape);
        Require.Shape(I, nameof(I), S.shape);
    }
}
