using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Cutting off at two bounds, elementwise on any shape: Y = min(max(X, low), high). Its derivative is 1 from low to high, both included,
/// else 0.
/// </summary>
/// <remarks>Source: the convention at the bounds is torch's.</remarks>
public static class Clamp
{
    /// <summary>Y = min(max(X, low), high).</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    /// <returns>Y, of X's shape.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, double low = -1, double high = 1)
    {
        Require.FloatingPoint(X);
        Require.Option(low, low <= high, "a number that is not above high");
        return X.clamp(low, high);
    }

    /// <summary>dX = dY where low ≤ X ≤ high, else 0. Needs X, not Y's value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="low">As in <see cref="Forward"/>.</param>
    /// <param name="high">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X and Y differ in shape or dtype.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, double low = -1, double high = 1)
    {
        Require.Like(X, Y);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        d.Add(X, d[Y].masked_fill((X < low).logical_or_(X > high), 0));
    }
}
