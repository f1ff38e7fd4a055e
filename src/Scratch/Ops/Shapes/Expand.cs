using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// A tensor stretched to a larger shape, as broadcasting does it. dX sums dY over the axes along which it was repeated.
/// </summary>
/// <remarks>Source: any textbook of linear algebra: the gradient of a linear map is its transpose.</remarks>
public static class Expand
{
    /// <summary>Y = X, repeated along axes of size 1 and new ones.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="shape">A shape that X's broadcasts to.</param>
    /// <returns>Y.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, long[] shape)
    {
        Check(X, shape);
        return X.expand(shape);
    }

    /// <summary>dX = Σ dY over the repeated axes. Needs no value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="shape">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, long[] shape)
    {
        Check(X, shape);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        d.Add(X, Unbroadcast.To(d[Y], X.shape));
    }

    private static void Check(Tensor X, long[] shape)
    {
        Require.FloatingPoint(X);
        var own = X.shape;
        var fits = own.Length <= shape.Length;
        for (var fromEnd = 1; fits && fromEnd <= own.Length; fromEnd++) fits = own[^fromEnd] == 1 || own[^fromEnd] == shape[^fromEnd];
        if (!fits)
            throw new ArgumentException(
                $"X has shape {Require.Text(own)}, expected one that broadcasts to {Require.Text(shape)}.", nameof(X));
    }
}
