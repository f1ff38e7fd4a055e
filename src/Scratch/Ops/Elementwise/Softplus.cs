using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// A smooth rectifier, elementwise on any shape: Y = log(1 + exp(βX)) / β, and X itself where βX is above the threshold, as in torch.
/// Its derivative is σ(βX), there 1.
/// </summary>
/// <remarks>Source: Dugas et al., "Incorporating Second-Order Functional Knowledge for Better Option Pricing" (2001).</remarks>
public static class Softplus
{
    /// <summary>Y = log(1 + exp(βX)) / β.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="beta">β, not 0.</param>
    /// <param name="threshold">Above this βX, Y is X.</param>
    /// <returns>Y, of X's shape.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, double beta = 1, double threshold = 20)
    {
        Require.FloatingPoint(X);
        Require.Option(beta, beta != 0, "any number but 0");
        using var scope = NewDisposeScope();
        var scaled = X * beta;
        return scope.MoveToOuter(where(scaled > threshold, X, scaled.exp().log1p() / beta));
    }

    /// <summary>dX = dY ∘ σ(βX), and dY above the threshold. Needs X, not Y's value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="beta">As in <see cref="Forward"/>.</param>
    /// <param name="threshold">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X and Y differ in shape or dtype.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, double beta = 1, double threshold = 20)
    {
        Require.Like(X, Y);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var (dY, scaled) = (d[Y], X * beta);
        d.Add(X, where(scaled > threshold, dY, scaled.sigmoid().mul_(dY)));
    }
}
