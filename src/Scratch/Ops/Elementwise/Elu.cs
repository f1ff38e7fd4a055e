using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The exponential linear unit, elementwise on any shape: Y = X where X &gt; 0, else α(exp(X) − 1). Its derivative is 1 where X &gt; 0,
/// else α exp(X), the kink at 0 included.
/// </summary>
/// <remarks>Source: Clevert, Unterthiner, Hochreiter, "Fast and Accurate Deep Network Learning by Exponential Linear Units"
/// (2016).</remarks>
public static class Elu
{
    /// <summary>Y = X where X &gt; 0, else α(exp(X) − 1).</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="alpha">α, any number.</param>
    /// <returns>Y, of X's shape.</returns>
    /// <exception cref="ArgumentException">X is not floating point.</exception>
    public static Tensor Forward(Tensor X, double alpha = 1)
    {
        Require.FloatingPoint(X);
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(where(X > 0, X, X.expm1() * alpha));
    }

    /// <summary>dX = dY where X &gt; 0, else α exp(X) dY. Needs X, not Y's value: Y + α would cancel where Y is nearly −α.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="alpha">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X and Y differ in shape or dtype.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, double alpha = 1)
    {
        Require.Like(X, Y);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var dY = d[Y];
        d.Add(X, where(X > 0, dY, dY * X.exp() * alpha));
    }
}
