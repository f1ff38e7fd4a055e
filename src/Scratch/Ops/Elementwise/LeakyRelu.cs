using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The leaky rectifier, elementwise on any shape: Y = X where X &gt; 0, else αX. Its derivative is 1 where X &gt; 0, else α, the kink
/// at 0 included.
/// </summary>
/// <remarks>Source: Maas, Hannun, Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic Models" (2013).</remarks>
public static class LeakyRelu
{
    /// <summary>Y = X where X &gt; 0, else αX.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="slope">α, any number.</param>
    /// <returns>Y, of X's shape.</returns>
    /// <exception cref="ArgumentException">X is not floating point.</exception>
    public static Tensor Forward(Tensor X, double slope = 0.01)
    {
        Require.FloatingPoint(X);
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(where(X > 0, X, X * slope));
    }

    /// <summary>dX = dY where X &gt; 0, else α dY. Needs X, not Y's value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="slope">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X and Y differ in shape or dtype.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, double slope = 0.01)
    {
        Require.Like(X, Y);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var dY = d[Y];
        d.Add(X, where(X > 0, dY, dY * slope));
    }
}
