using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Self-attention in H heads: of X (N, L, E), with the weights of queries, keys and values in one, W (3E, E) and b (3E,), and those of the
/// output U (E, E) and c (E,):
/// <para>[Q | K | V] = X Wᵀ + b, parted into heads (N, H, L, E/H); C = attention(Q, K, V), see <see cref="ScaledDotProductAttention"/>, its
/// heads side by side again (N, L, E); Y = C Uᵀ + c.</para>
/// </summary>
/// <remarks>Source: Vaswani et al., "Attention Is All You Need" (2017), section 3.2.2.</remarks>
public static class MultiHeadAttention
{
    /// <summary>Y as above, and the three values that backward needs.</summary>
    /// <param name="X">(N, L, E).</param>
    /// <param name="W">(3E, E): a third each for queries, keys and values.</param>
    /// <param name="b">(3E,).</param>
    /// <param name="U">(E, E).</param>
    /// <param name="c">(E,).</param>
    /// <param name="heads">H, a divisor of E.</param>
    /// <param name="mask">A constant that broadcasts to (N, H, L, L), as in <see cref="ScaledDotProductAttention"/>; null for none.</param>
    /// <param name="causal">Whether position i sees those up to i alone.</param>
    /// <returns>Y (N, L, E), [Q | K | V] (N, L, 3E), P (N, H, L, L) and C (N, L, E).</returns>
    /// <exception cref="ArgumentException">A shape, a dtype or H does not fit.</exception>
    public static (Tensor Y, Tensor Projected, Tensor P, Tensor Context) Forward(
        Tensor X, Tensor W, Tensor b, Tensor U, Tensor c, long heads, Tensor? mask = null, bool causal = false)
    {
        var shape = Check(X, W, b, U, c, heads, mask);
        using var scope = NewDisposeScope();
        var projected = nn.functional.linear(X, W, b);
        var (Q, K, V) = Heads(projected, shape, heads);
        var (attended, P) = ScaledDotProductAttention.Forward(Q, K, V, mask, causal);
        var context = attended.transpose(1, 2).reshape(shape);
        var Y = nn.functional.linear(context, U, c);
        scope.MoveToOuter(Y, projected, P, context);
        return (Y, projected, P, context);
    }

    /// <summary>
    /// dU = dYᵀ C, dc = Σ dY, dC = dY U; back through attention to [dQ | dK | dV] =: dA; dW = dAᵀ X, db = Σ dA, dX = dA W, sums over
    /// examples and positions. Needs X, W, U, [Q | K | V], P and C, not Y's value.
    /// </summary>
    /// <param name="d">Reads dY; takes dX, dW, db, dU and dc.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="W">What <see cref="Forward"/> was given.</param>
    /// <param name="b">What <see cref="Forward"/> was given.</param>
    /// <param name="U">What <see cref="Forward"/> was given.</param>
    /// <param name="c">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="projected">[Q | K | V], as <see cref="Forward"/> returned it.</param>
    /// <param name="P">As <see cref="Forward"/> returned them.</param>
    /// <param name="context">C, as <see cref="Forward"/> returned it.</param>
    /// <param name="heads">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape, a dtype or H does not fit the others.</exception>
    public static void Backward(
        Gradients d, Tensor X, Tensor W, Tensor b, Tensor U, Tensor c, Tensor Y, Tensor projected, Tensor P, Tensor context, long heads)
    {
        var shape = Check(X, W, b, U, c, heads, mask: null);
        var (examples, length, size) = (shape[0], shape[1], shape[2]);
        Require.Like(X, Y);
        Require.Like(X, context);
        Require.Shape(projected, nameof(projected), examples, length, 3 * size);
        Require.Shape(P, nameof(P), examples, heads, length, length);
        using var scope = NewDisposeScope();
        var dY = d[Y].reshape(-1, size);
        if (d.Wants(U)) d.Add(U, dY.t().mm(context.reshape(-1, size)));
        if (d.Wants(c)) d.Add(c, dY.sum(0L));
        if (!d.Wants(X) && !d.Wants(W) && !d.Wants(b)) return;
        var dA = ProjectionGradient(dY.mm(U).view(examples, length, heads, size / heads).transpose(1, 2), projected, P, shape, heads);
        if (d.Wants(W)) d.Add(W, dA.t().mm(X.reshape(-1, size)));
        if (d.Wants(b)) d.Add(b, dA.sum(0L));
        if (d.Wants(X)) d.Add(X, dA.mm(W).view(shape));
    }

    /// <summary>[dQ | dK | dV] (NL, 3E), from dC (N, H, L, E/H).</summary>
    private static Tensor ProjectionGradient(Tensor dContext, Tensor projected, Tensor P, long[] shape, long heads)
    {
        var (Q, K, V) = Heads(projected, shape, heads);
        var dS = ScaledDotProductAttention.ScoreGradient(dContext, V, P).mul_(AttentionMask.ScaleOf(Q, null));
        var parts = new[] { dS.matmul(K), dS.transpose(-2, -1).matmul(Q), P.transpose(-2, -1).matmul(dContext) };
        return stack(parts.Select(part => part.transpose(1, 2)), 2).view(-1, 3 * shape[2]);
    }

    /// <summary>Q, K and V, (N, H, L, E/H) each, views of one tensor (N, L, 3E).</summary>
    private static (Tensor Q, Tensor K, Tensor V) Heads(Tensor projected, long[] shape, long heads)
    {
        var parts = projected.view(shape[0], shape[1], 3, heads, shape[2] / heads).permute(2, 0, 3, 1, 4).unbind();
        return (parts[0], parts[1], parts[2]);
    }

    private static long[] Check(Tensor X, Tensor W, Tensor b, Tensor U, Tensor c, long heads, Tensor? mask)
    {
        Require.Shape(X, nameof(X), -1, -1, -1);
        Require.SameDtype((X, nameof(X)), (W, nameof(W)), (b, nameof(b)), (U, nameof(U)), (c, nameof(c)));
        var shape = X.shape;
        var size = shape[2];
        Require.Shape(W, nameof(W), 3 * size, size);
        Require.Shape(b, nameof(b), 3 * size);
        Require.Shape(U, nameof(U), size, size);
        Require.Shape(c, nameof(c), size);
        Require.Option(heads, heads > 0 && size % heads == 0, FormattableString.Invariant($"a divisor of X's last size {size}"));
        AttentionMask.CheckMask(mask, [shape[0], heads, shape[1], shape[1]], X);
        return shape;
    }
}
