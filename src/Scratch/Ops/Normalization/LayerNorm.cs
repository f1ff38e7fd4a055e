using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Layer normalization over the last axes of X (…, D₁, …, D_k), those that w and b (D₁, …, D_k) have, D elements together. With μ and v
/// the mean and the variance (by D) of each example and r = 1/√(v + ε):
/// <para>X̂ = (X − μ) r, Y = w ∘ X̂ + b.</para>
/// </summary>
/// <remarks>Source: Ba, Kiros, Hinton, "Layer Normalization" (2016).</remarks>
public static class LayerNorm
{
    /// <summary>Y as above, and the two values that backward needs.</summary>
    /// <param name="X">(…, D₁, …, D_k).</param>
    /// <param name="w">(D₁, …, D_k).</param>
    /// <param name="b">(D₁, …, D_k).</param>
    /// <param name="epsilon">ε, more than 0.</param>
    /// <returns>Y and X̂, of X's shape, and r (…, 1, …, 1).</returns>
    /// <exception cref="ArgumentException">A shape, a dtype or ε does not fit.</exception>
    public static (Tensor Y, Tensor Normalized, Tensor Scale) Forward(Tensor X, Tensor w, Tensor b, double epsilon = 1e-5)
    {
        var axes = Check(X, w, b);
        Require.Option(epsilon, epsilon > 0, "more than 0");
        using var scope = NewDisposeScope();
        var centered = X - X.mean(axes, keepdim: true);
        var scale = (centered.square().mean(axes, keepdim: true) + epsilon).rsqrt();
        var normalized = centered * scale;
        return scope.MoveToOuter(normalized * w + b, normalized, scale);
    }

    /// <summary>
    /// dw = Σ dY ∘ X̂ and db = Σ dY over the examples; dX = r (C − mean C) with C = dX̂ − X̂ mean(dX̂ ∘ X̂) and dX̂ = w ∘ dY. Needs w,
    /// X̂ and r, neither X's value nor Y's.
    /// </summary>
    /// <param name="d">Reads dY; takes dX, dw and db.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="w">What <see cref="Forward"/> was given.</param>
    /// <param name="b">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="normalized">X̂, as <see cref="Forward"/> returned it.</param>
    /// <param name="scale">r, as <see cref="Forward"/> returned it.</param>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor w, Tensor b, Tensor Y, Tensor normalized, Tensor scale)
    {
        // dμ and dr of X̂ = (X − μ) r: as Σ (X − μ) = 0, dv takes X̂'s part out of dX̂, and dμ what is then left of its mean. The mean of C
        // is that of dX̂ but for rounding, and taken of C it leaves nothing behind where r is large.
        Check(X, w, b);
        Require.Like(X, Y);
        Require.Like(X, normalized);
        var (shape, size) = (X.shape, w.numel());
        using var scope = NewDisposeScope();
        var dY = d[Y].reshape(-1, size);
        var rows = normalized.reshape(-1, size);
        if (d.Wants(b)) d.Add(b, dY.sum(0L).reshape(w.shape));
        if (!d.Wants(w) && !d.Wants(X)) return;
        var product = dY * rows;
        if (d.Wants(w)) d.Add(w, product.sum(0L).reshape(w.shape));
        if (!d.Wants(X)) return;
        var weights = w.reshape(size);
        var part = product.mv(weights).div_(size).unsqueeze(1);
        var C = (dY * weights).addcmul_(rows, part, -1);
        d.Add(X, C.sub_(C.mean([1L], keepdim: true)).mul_(scale.reshape(-1, 1)).reshape(shape));
    }

    /// <summary>The axes that are normalized, counted from the end.</summary>
    private static long[] Check(Tensor X, Tensor w, Tensor b)
    {
        Require.SameDtype((X, nameof(X)), (w, nameof(w)), (b, nameof(b)));
        var (shape, own) = (X.shape, w.shape);
        if (own.Length == 0 || own.Length > shape.Length || !shape.AsSpan(shape.Length - own.Length).SequenceEqual(own))
            throw new ArgumentException(
                $"w has shape {Require.Text(own)}, expected that of X's last axes; X has {Require.Text(shape)}.", nameof(w));
        Require.Shape(b, nameof(b), own);
        return [.. own.Select((_, axis) => axis - (long)own.Length)];
    }
}
