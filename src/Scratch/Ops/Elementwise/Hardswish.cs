using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// A piecewise quadratic stand-in for <see cref="Silu"/>, elementwise on any shape: Y = X min(max(X + 3, 0), 6) / 6. Its derivative is
/// 0 below −3, (2X + 3) / 6 from −3 to 3, both included as in torch, and 1 above.
/// </summary>
/// <remarks>Source: Howard et al., "Searching for MobileNetV3" (2019).</remarks>
public static class Hardswish
{
    /// <summary>Y = X min(max(X + 3, 0), 6) / 6.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <returns>Y, of X's shape.</returns>
    /// <exception cref="ArgumentException">X is not floating point.</exception>
    public static Tensor Forward(Tensor X)
    {
        Require.FloatingPoint(X);
        using var scope = NewDisposeScope();
        return scope.MoveToOuter((X + 3).clamp(0, 6) * X / 6);
    }

    /// <summary>dX = dY ∘ (0 | (2X + 3) / 6 | 1). Needs X, not Y's value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <exception cref="ArgumentException">X and Y differ in shape or dtype.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y)
    {
        Require.Like(X, Y);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var dY = d[Y];
        var between = (X * 2).add_(3).div_(6).mul_(dY);
        d.Add(X, where(X > 3, dY, between).masked_fill_(X < -3, 0));
    }
}
