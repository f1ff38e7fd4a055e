using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The sigmoid-weighted linear unit ("swish"), elementwise on any shape: Y = X σ(X), so that dY/dX = σ + X σ (1 − σ), σ taken at X.
/// </summary>
/// <remarks>Source: Elfwing, Uchibe, Doya, "Sigmoid-Weighted Linear Units for Neural Network Function Approximation" (2018).</remarks>
public static class Silu
{
    /// <summary>Y = X σ(X).</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <returns>Y, of X's shape.</returns>
    /// <exception cref="ArgumentException">X is not floating point.</exception>
    public static Tensor Forward(Tensor X)
    {
        Require.FloatingPoint(X);
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(X.sigmoid() * X);
    }

    /// <summary>dX = dY ∘ σ (1 + X (1 − σ)). Needs X, not Y's value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <exception cref="ArgumentException">X and Y differ in shape or dtype.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y)
    {
        Require.Like(X, Y);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var s = X.sigmoid();
        d.Add(X, (1 - s).mul_(X).add_(1).mul_(s).mul_(d[Y]));
    }
}
