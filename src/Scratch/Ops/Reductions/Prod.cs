using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The product along an axis: Y = Π X. The derivative after one factor is the product of the others, which Y / X would not give where
/// a factor is 0: dXⱼ = dY Π_{i &lt; j} Xᵢ Π_{i &gt; j} Xᵢ, from running products of either side.
/// </summary>
/// <remarks>Source: any textbook of calculus.</remarks>
public static class Prod
{
    /// <summary>Y = Π X, the axis gone.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="axis">Along which axis, counted from the end where negative.</param>
    /// <returns>Y.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, long axis)
    {
        Require.FloatingPoint(X);
        Require.Axis(X, axis);
        return X.prod(axis);
    }

    /// <summary>dXⱼ = dY Π_{i ≠ j} Xᵢ. Needs X, not Y's value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="axis">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, long axis)
    {
        Require.FloatingPoint(X);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var n = X.shape[Require.Axis(X, axis)];
        if (n == 0)
        {
            d.Add(X, zeros_like(X));
            return;
        }

        var one = ones_like(X.narrow(axis, 0, 1));
        var before = cat([one, X.narrow(axis, 0, n - 1)], axis).cumprod(axis);
        var after = cat([X.narrow(axis, 1, n - 1), one], axis).flip(axis).cumprod(axis).flip(axis);
        d.Add(X, before.mul_(after).mul_(d[Y].unsqueeze(axis)));
    }
}
