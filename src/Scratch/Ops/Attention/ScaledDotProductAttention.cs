using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Attention of queries Q (…, L, E) to keys K (…, S, E) with values V (…, S, D); the axes in front are batches and heads. With the
/// factor s, 1/√E unless another is given, and the softmax along the keys:
/// <para>S = s Q Kᵀ, masked; P = softmax(S); Y = P V.</para>
/// <para>A query that sees no key has a Y of 0, as in torch.</para>
/// </summary>
/// <remarks>Source: Vaswani et al., "Attention Is All You Need" (2017), eq. 1. <see cref="RecomputedAttention"/> does not keep P.</remarks>
public static class ScaledDotProductAttention
{
    /// <summary>Y as above, and the probabilities that backward needs.</summary>
    /// <param name="Q">(…, L, E).</param>
    /// <param name="K">(…, S, E).</param>
    /// <param name="V">(…, S, D).</param>
    /// <param name="mask">Broadcasts to (…, L, S): Bool, false where a key is not seen; or of Q's dtype, added to S; null for none.</param>
    /// <param name="causal">Whether query i sees the keys up to i alone.</param>
    /// <param name="scale">s.</param>
    /// <returns>Y (…, L, D) and P (…, L, S).</returns>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static (Tensor Y, Tensor P) Forward(Tensor Q, Tensor K, Tensor V, Tensor? mask = null, bool causal = false, double? scale = null)
    {
        AttentionMask.Check(Q, K, V, mask);
        using var scope = NewDisposeScope();
        var S = (Q * AttentionMask.ScaleOf(Q, scale)).matmul(K.transpose(-2, -1));
        var P = AttentionMask.Softmax(AttentionMask.Apply(S, mask, causal), mask);
        return scope.MoveToOuter(P.matmul(V), P);
    }

    /// <summary>
    /// dV = Pᵀ dY; with dP = dY Vᵀ and dS = P ∘ (dP − Σ_keys P ∘ dP): dQ = s dS K, dK = s dSᵀ Q, and an additive mask's gradient is dS,
    /// summed over what was broadcast. Needs Q, K, V and P, not Y's value.
    /// </summary>
    /// <param name="d">Reads dY; takes dQ, dK, dV and, for an additive mask, its gradient.</param>
    /// <param name="Q">What <see cref="Forward"/> was given.</param>
    /// <param name="K">What <see cref="Forward"/> was given.</param>
    /// <param name="V">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="P">As <see cref="Forward"/> returned them: 0 where a key is not seen, and so is dS.</param>
    /// <param name="mask">As in <see cref="Forward"/>.</param>
    /// <param name="scale">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static void Backward(Gradients d, Tensor Q, Tensor K, Tensor V, Tensor Y, Tensor P, Tensor? mask = null, double? scale = null)
    {
        var scores = AttentionMask.Check(Q, K, V, mask);
        Require.Shape(P, nameof(P), scores);
        using var scope = NewDisposeScope();
        var (dY, factor) = (d[Y], AttentionMask.ScaleOf(Q, scale));
        if (d.Wants(V)) d.Add(V, P.transpose(-2, -1).matmul(dY));
        var bias = mask is not null && mask.dtype != ScalarType.Bool && d.Wants(mask) ? mask : null;
        if (!d.Wants(Q) && !d.Wants(K) && bias is null) return;
        var dS = ScoreGradient(dY, V, P);
        if (d.Wants(Q)) d.Add(Q, dS.matmul(K).mul_(factor));
        if (d.Wants(K)) d.Add(K, dS.transpose(-2, -1).matmul(Q).mul_(factor));
        if (bias is not null) d.Add(bias, Unbroadcast.To(dS, bias.shape));
    }

    /// <summary>dS = P ∘ (dP − Σ_keys P ∘ dP) with dP = dY Vᵀ.</summary>
    internal static Tensor ScoreGradient(Tensor dY, Tensor V, Tensor P)
    {
        var weighted = dY.matmul(V.transpose(-2, -1)).mul_(P);
        return weighted.addcmul_(P, weighted.sum([-1L], keepdim: true), -1);
    }
}
