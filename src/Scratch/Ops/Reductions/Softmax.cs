using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Softmax along an axis: Y = exp(X) / Σ exp(X), so that dYᵢ/dXⱼ = Yᵢ (δᵢⱼ − Yⱼ).
/// </summary>
/// <remarks>Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 6.2.2.3.</remarks>
public static class Softmax
{
    /// <summary>Y = exp(X − m) / Σ exp(X − m) with the maximum m, so that nothing overflows.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="axis">Along which axis, counted from the end where negative.</param>
    /// <returns>Y.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, long axis)
    {
        Require.FloatingPoint(X);
        Require.Axis(X, axis);
        return X.softmax(axis);
    }

    /// <summary>dX = Y ∘ (dY − Σ dY ∘ Y). Needs Y, not X's value.</summary>
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
        var dY = d[Y];
        var inner = (dY * Y).sum(axis, keepdim: true);
        d.Add(X, (dY - inner).mul_(Y));
    }
}
