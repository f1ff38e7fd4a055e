using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>What the forms of attention share: their shapes, and which query sees which key.</summary>
internal static class AttentionMask
{
    /// <summary>Scores after the masks: −∞ where a query does not see a key.</summary>
    /// <param name="S">(…, L, S), or a block of its rows and first keys.</param>
    /// <param name="mask">Broadcasts to S's shape: false where a key is not seen, or a number to add; null for none.</param>
    /// <param name="causal">Whether query i sees the keys up to i alone.</param>
    /// <param name="firstRow">Which query the first row is that of.</param>
    public static Tensor Apply(Tensor S, Tensor? mask, bool causal, long firstRow = 0)
    {
        if (mask is not null) S = mask.dtype == ScalarType.Bool ? S.masked_fill(mask.logical_not(), double.NegativeInfinity) : S + mask;
        if (!causal) return S;
        var shape = S.shape;
        var future = ones(shape[^2], shape[^1], ScalarType.Bool, S.device).triu(firstRow + 1);
        return S.masked_fill(future, double.NegativeInfinity);
    }

    /// <summary>Their softmax along the keys. A query that sees no key has probabilities of 0, as in torch.</summary>
    /// <param name="S">What <see cref="Apply"/> returned.</param>
    /// <param name="mask">As there: without one every query sees a key.</param>
    public static Tensor Softmax(Tensor S, Tensor? mask)
    {
        if (mask is null) return S.softmax(-1);
        var blind = S.amax([-1L], keepdim: true) == double.NegativeInfinity;
        return S.masked_fill(blind, 0).softmax(-1).masked_fill(blind, 0);
    }

    /// <summary>The factor of the scores: 1/√E unless another is given.</summary>
    public static double ScaleOf(Tensor Q, double? scale) => scale ?? 1 / Math.Sqrt(Q.shape[^1]);

    /// <summary>Q (…, L, E), K (…, S, E), V (…, S, D) and a mask of their scores.</summary>
    /// <returns>The shape of the scores (…, L, S).</returns>
    public static long[] Check(Tensor Q, Tensor K, Tensor V, Tensor? mask)
    {
        Require.SameDtype((Q, nameof(Q)), (K, nameof(K)), (V, nameof(V)));
        var (queries, keys, values) = (Q.shape, K.shape, V.shape);
        if (queries.Length < 2 || queries[^1] == 0)
            throw new ArgumentException($"Q has shape {Require.Text(queries)}, expected (…, L, E) with an E of 1 or more.", nameof(Q));
        var keysLike = (long[])queries.Clone();
        keysLike[^2] = -1;
        Require.Shape(K, nameof(K), keysLike);
        if (keys[^2] == 0) throw new ArgumentException($"K has shape {Require.Text(keys)}, expected one key or more.", nameof(K));
        (keysLike[^2], keysLike[^1]) = (keys[^2], -1);
        Require.Shape(V, nameof(V), keysLike);
        (keysLike[^2], keysLike[^1]) = (queries[^2], keys[^2]);
        CheckMask(mask, keysLike, Q);
        return keysLike;
    }

    /// <summary>A mask that broadcasts to the scores, of Booleans or of their dtype.</summary>
    public static void CheckMask(Tensor? mask, long[] scores, Tensor Q)
    {
        if (mask is null) return;
        if (mask.dtype != ScalarType.Bool && mask.dtype != Q.dtype)
            throw new ArgumentException($"mask is {mask.dtype}, expected Bool, or {Q.dtype} to be added to the scores.", nameof(mask));
        var own = mask.shape;
        var fits = own.Length <= scores.Length;
        for (var fromEnd = 1; fits && fromEnd <= own.Length; fromEnd++) fits = own[^fromEnd] == 1 || own[^fromEnd] == scores[^fromEnd];
        if (!fits)
            throw new ArgumentException(
                $"mask has shape {Require.Text(own)}, which does not broadcast to the scores' {Require.Text(scores)}.", nameof(mask));
    }
}
