using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// A power with a fixed exponent, elementwise on any shape: Y = Xᵖ, with the derivative p Xᵖ⁻¹, and 0 everywhere for p = 0.
/// </summary>
/// <remarks>Source: any textbook of calculus.</remarks>
public static class Pow
{
    /// <summary>Y = Xᵖ; NaN where X is below 0 and p no whole number.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="exponent">p.</param>
    /// <returns>Y, of X's shape.</returns>
    /// <exception cref="ArgumentException">X is not floating point.</exception>
    public static Tensor Forward(Tensor X, double exponent = 2)
    {
        Require.FloatingPoint(X);
        return X.pow(exponent);
    }

    /// <summary>dX = p Xᵖ⁻¹ ∘ dY. Needs X, not Y's value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="exponent">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X and Y differ in shape or dtype.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, double exponent = 2)
    {
        Require.Like(X, Y);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        d.Add(X, exponent == 0 ? zeros_like(X) : X.pow(exponent - 1).mul_(exponent).mul_(d[Y]));
    }
}
