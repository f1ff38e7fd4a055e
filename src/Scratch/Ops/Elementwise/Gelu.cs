using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The Gaussian error linear unit, elementwise on any shape: Y = X Φ(X), with Φ and φ the standard normal distribution and its density,
/// so that dY/dX = Φ(X) + X φ(X).
/// <para>Its tanh form, GPT-2's: Y = X (1 + t) / 2, t = tanh(u), u = √(2/π) (X + 0.044715 X³), so that
/// dY/dX = (1 + t) / 2 + X (1 − t²) u′ / 2 with u′ = √(2/π) (1 + 3 · 0.044715 X²).</para>
/// </summary>
/// <remarks>Source: Hendrycks, Gimpel, "Gaussian Error Linear Units" (2016).</remarks>
public static class Gelu
{
    private const double Cubic = 0.044715;
    private static readonly double RootOfTwoOverPi = Math.Sqrt(2 / Math.PI);

    /// <summary>Y = X Φ(X), or its tanh form.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="approximate">Whether to take the tanh form.</param>
    /// <returns>Y, of X's shape.</returns>
    /// <exception cref="ArgumentException">X is not floating point.</exception>
    public static Tensor Forward(Tensor X, bool approximate = false)
    {
        Require.FloatingPoint(X);
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(approximate ? (1 + U(X).tanh()) * X * 0.5 : Phi(X) * X);
    }

    /// <summary>dX = dY ∘ (Φ(X) + X φ(X)), or as above for the tanh form. Needs X, not Y's value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="approximate">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X and Y differ in shape or dtype.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, bool approximate = false)
    {
        Require.Like(X, Y);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        if (approximate)
        {
            var t = U(X).tanh_();
            var dU = (X * X).mul_(3 * Cubic).add_(1).mul_(RootOfTwoOverPi);
            // (1 − t)(1 + t) does not cancel as 1 − t² does near ±1.
            d.Add(X, (1 - t).mul_(X).mul_(dU).add_(1).mul_(1 + t).mul_(0.5).mul_(d[Y]));
        }
        else
        {
            var density = (X * X).mul_(-0.5).exp_().mul_(1 / Math.Sqrt(2 * Math.PI));
            d.Add(X, density.mul_(X).add_(Phi(X)).mul_(d[Y]));
        }
    }

    // Φ(X) = erfc(−X/√2) / 2, which keeps its digits far below 0.
    private static Tensor Phi(Tensor X) => (X * -Math.Sqrt(0.5)).erfc() * 0.5;

    private static Tensor U(Tensor X) => (X * X * Cubic + 1) * X * RootOfTwoOverPi;
}
