using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The same as <see cref="ScaledDotProductAttention"/>, without keeping the probabilities P (…, L, S): of each query, only log Σ exp S is
/// kept, and backward computes P = exp(S − log Σ exp S) once more, some rows at a time. What is alive at once is a block of rows, whatever
/// L is.
/// </summary>
/// <remarks>
/// Source: Dao et al., "FlashAttention: Fast and Memory-Efficient Exact Attention" (2022), section 3.1, with blocks of rows alone.
/// </remarks>
public static class RecomputedAttention
{
    /// <summary>How many queries are in a block unless another number is given.</summary>
    public const int DefaultBlock = 128;

    /// <summary>Y, and log Σ exp S, which backward needs.</summary>
    /// <param name="Q">(…, L, E).</param>
    /// <param name="K">(…, S, E).</param>
    /// <param name="V">(…, S, D).</param>
    /// <param name="mask">As in <see cref="ScaledDotProductAttention"/>, but a constant.</param>
    /// <param name="causal">Whether query i sees the keys up to i alone.</param>
    /// <param name="scale">s, 1/√E unless another is given.</param>
    /// <param name="block">How many queries are in a block.</param>
    /// <returns>Y (…, L, D) and log Σ exp S (…, L, 1), the latter in float32 where Q is in a half precision.</returns>
    /// <exception cref="ArgumentException">A shape, a dtype or the block does not fit.</exception>
    public static (Tensor Y, Tensor LogSumExp) Forward(
        Tensor Q, Tensor K, Tensor V, Tensor? mask = null, bool causal = false, double? scale = null, int block = DefaultBlock)
    {
        var scores = AttentionMask.Check(Q, K, V, mask);
        Require.Option(block, block > 0, "1 or more");
        var factor = AttentionMask.ScaleOf(Q, scale);
        using var scope = NewDisposeScope();
        List<Tensor> outputs = [], sums = [];
        foreach (var rows in Blocks(scores, causal, block))
        {
            var S = Scores(Q, K, mask, causal, factor, scores, rows);
            outputs.Add(AttentionMask.Softmax(S, mask).matmul(V.narrow(-2, 0, rows.Keys)));
            sums.Add(Wide(S).logsumexp(-1, keepdim: true));
        }

        return scope.MoveToOuter(cat(outputs, -2), cat(sums, -2));
    }

    /// <summary>
    /// As in <see cref="ScaledDotProductAttention"/>, block by block: dQ a block at a time, dK and dV summed over the blocks. Needs Q, K, V
    /// and log Σ exp S, not Y's value.
    /// </summary>
    /// <param name="d">Reads dY; takes dQ, dK and dV.</param>
    /// <param name="Q">What <see cref="Forward"/> was given.</param>
    /// <param name="K">What <see cref="Forward"/> was given.</param>
    /// <param name="V">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="logSumExp">As <see cref="Forward"/> returned it.</param>
    /// <param name="mask">As in <see cref="Forward"/>.</param>
    /// <param name="causal">As in <see cref="Forward"/>.</param>
    /// <param name="scale">As in <see cref="Forward"/>.</param>
    /// <param name="block">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape, a dtype or the block does not fit the others.</exception>
    public static void Backward(
        Gradients d, Tensor Q, Tensor K, Tensor V, Tensor Y, Tensor logSumExp, Tensor? mask = null, bool causal = false,
        double? scale = null, int block = DefaultBlock)
    {
        var scores = AttentionMask.Check(Q, K, V, mask);
        Require.Option(block, block > 0, "1 or more");
        var factor = AttentionMask.ScaleOf(Q, scale);
        var (wantsQ, wantsK, wantsV) = (d.Wants(Q), d.Wants(K), d.Wants(V));
        using var scope = NewDisposeScope();
        var dY = d[Y];
        // A query that sees no key has a sum of −∞; its P are 0, not exp(−∞ + ∞).
        var sums = logSumExp.masked_fill(logSumExp == double.NegativeInfinity, double.PositiveInfinity);
        var (dQ, dK, dV) = (wantsQ ? empty_like(Q) : null, wantsK ? zeros_like(K) : null, wantsV ? zeros_like(V) : null);
        foreach (var rows in Blocks(scores, causal, block))
        {
            using var temporaries = NewDisposeScope();
            var P = (Wide(Scores(Q, K, mask, causal, factor, scores, rows)) - sums.narrow(-2, rows.First, rows.Count)).exp_().to(Q.dtype);
            var dRows = dY.narrow(-2, rows.First, rows.Count);
            dV?.narrow(-2, 0, rows.Keys).add_(P.transpose(-2, -1).matmul(dRows));
            if (dQ is null && dK is null) continue;
            var dS = ScaledDotProductAttention.ScoreGradient(dRows, V.narrow(-2, 0, rows.Keys), P).mul_(factor);
            dQ?.narrow(-2, rows.First, rows.Count).copy_(dS.matmul(K.narrow(-2, 0, rows.Keys)));
            dK?.narrow(-2, 0, rows.Keys).add_(dS.transpose(-2, -1).matmul(Q.narrow(-2, rows.First, rows.Count)));
        }

        if (dQ is not null) d.Add(Q, dQ);
        if (dK is not null) d.Add(K, dK);
        if (dV is not null) d.Add(V, dV);
    }

    /// <summary>
    /// The rows of S, some at a time, each with the keys that any of its rows may see; one block of none where there is no row.
    /// </summary>
    private static IEnumerable<(long First, long Count, long Keys)> Blocks(long[] scores, bool causal, long block)
    {
        var (queries, keys) = (scores[^2], scores[^1]);
        if (queries == 0) yield return (0, 0, keys);
        for (long first = 0; first < queries; first += block)
        {
            var count = Math.Min(block, queries - first);
            yield return (first, count, causal ? Math.Min(first + count, keys) : keys);
        }
    }

    private static Tensor Scores(
        Tensor Q, Tensor K, Tensor? mask, bool causal, double factor, long[] scores, (long First, long Count, long Keys) rows)
    {
        var S = (Q.narrow(-2, rows.First, rows.Count) * factor).matmul(K.narrow(-2, 0, rows.Keys).transpose(-2, -1));
        return AttentionMask.Apply(S, mask?.expand(scores).narrow(-2, rows.First, rows.Count).narrow(-1, 0, rows.Keys), causal, rows.First);
    }

    // A half precision has no digits left for exp(S − log Σ exp S) where the sum is large.
    private static Tensor Wide(Tensor S) => S.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? S.to(ScalarType.Float32) : S;
}
