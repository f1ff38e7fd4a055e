using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Running sums along an axis: Yᵢ = Σ_{j ≤ i} Xⱼ. Xⱼ is in all Yᵢ from i = j on, so dX sums dY from the other end.
/// </summary>
/// <remarks>Source: any textbook of calculus.</remarks>
public static class CumSum
{
    /// <summary>Yᵢ = Σ_{j ≤ i} Xⱼ.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="axis">Along which axis, counted from the end where negative.</param>
    /// <returns>Y.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, long axis)
    {
        Require.FloatingPoint(X);
        Require.Axis(X, axis);
        return X.cumsum(axis);
    }

    /// <summary>dXⱼ = Σ_{i ≥ j} dYᵢ. Needs no value.</summary>
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
        d.Add(X, d[Y].flip(axis).cumsum(axis).flip(axis));
    }
}
