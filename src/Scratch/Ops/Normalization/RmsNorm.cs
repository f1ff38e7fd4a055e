using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Normalization by the root mean square over the last axis of X (…, D), with w (D,), as in Llama. With r = 1/√(mean X² + ε):
/// <para>X̂ = X r, Y = w ∘ X̂.</para>
/// </summary>
/// <remarks>Source: Zhang, Sennrich, "Root Mean Square Layer Normalization" (2019).</remarks>
public static class RmsNorm
{
    /// <summary>Y as above, and the two values that backward needs.</summary>
    /// <param name="X">(…, D).</param>
    /// <param name="w">(D,).</param>
    /// <param name="epsilon">ε, more than 0.</param>
    /// <returns>Y and X̂, of X's shape, and r (…, 1).</returns>
    /// <exception cref="ArgumentException">A shape, a dtype or ε does not fit.</exception>
    public static (Tensor Y, Tensor Normalized, Tensor Scale) Forward(Tensor X, Tensor w, double epsilon = 1e-6)
    {
        Check(X, w);
        Require.Option(epsilon, epsilon > 0, "more than 0");
        using var scope = NewDisposeScope();
        var scale = (X.square().mean([-1L], keepdim: true) + epsilon).rsqrt();
        var normalized = X * scale;
        return scope.MoveToOuter(normalized * w, normalized, scale);
    }

    /// <summary>
    /// dw = Σ dY ∘ X̂ over the examples; dX = r (dX̂ − X̂ mean(dX̂ ∘ X̂)) with dX̂ = w ∘ dY. Needs w, X̂ and r, neither X's value nor Y's.
    /// </summary>
    /// <param name="d">Reads dY; takes dX and dw.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="w">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="normalized">X̂, as <see cref="Forward"/> returned it.</param>
    /// <param name="scale">r, as <see cref="Forward"/> returned it.</param>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor w, Tensor Y, Tensor normalized, Tensor scale)
    {
        Check(X, w);
        Require.Like(X, Y);
        Require.Like(X, normalized);
        var size = w.numel();
        using var scope = NewDisposeScope();
        var dY = d[Y].reshape(-1, size);
        var rows = normalized.reshape(-1, size);
        var product = dY * rows;
        if (d.Wants(w)) d.Add(w, product.sum(0L));
        if (!d.Wants(X)) return;
        var part = product.mv(w).div_(size).unsqueeze(1);
        d.Add(X, (dY * w).addcmul_(rows, part, -1).mul_(scale.reshape(-1, 1)).reshape(X.shape));
    }

    private static void Check(Tensor X, Tensor w)
    {
        Require.Shape(w, nameof(w), -1);
        Require.SameDtype((X, nameof(X)), (w, nameof(w)));
        var (shape, size) = (X.shape, w.shape[0]);
        if (shape.Length == 0 || shape[^1] != size)
            throw new ArgumentException(
                $"w has shape {Require.Text([size])}, expected that of X's last axis; X has {Require.Text(shape)}.", nameof(w));
    }
}
