using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// A number in place of some elements: Y = v where M holds, else X. They no longer depend on X, so dX is 0 there.
/// </summary>
/// <remarks>Source: any textbook of linear algebra: the gradient of a linear map is its transpose.</remarks>
public static class MaskedFill
{
    /// <summary>Y = v where M holds, else X.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="M">Booleans, of a shape that broadcasts to X's.</param>
    /// <param name="value">v; −∞ before a softmax, say.</param>
    /// <returns>Y, of X's shape.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, Tensor M, double value)
    {
        Check(X, M);
        return X.masked_fill(M, value);
    }

    /// <summary>dX = 0 where M holds, else dY. Needs M, not X's value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="M">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor M, Tensor Y)
    {
        Check(X, M);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        d.Add(X, d[Y].masked_fill(M, 0));
    }

    private static void Check(Tensor X, Tensor M)
    {
        Require.FloatingPoint(X);
        Require.Mask(M);
        Require.Broadcast(X.shape, M.shape, nameof(X), nameof(M));
    }
}
