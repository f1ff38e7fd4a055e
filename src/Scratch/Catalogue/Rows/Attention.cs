using ScratchVsAutograd.Ops;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ScratchVsAutograd.Scratch.Catalogue.Rows;

/// <summary>What looks from each position at the others, and how it knows where they are.</summary>
internal static class Attention
{
    private const long N = Argument.Batch;

    // The first query sees no key.
    private static readonly Values BlindFirst = (_, _) => tensor(
        new[,] { { false, false, false }, { true, false, true }, { true, true, true }, { false, true, false } });

    private static readonly Values BlindFirstAdditive = (_, _) => zeros(4, 3, ScalarType.Float64)
        .masked_fill(BlindFirst(default!, []).logical_not(), double.NegativeInfinity);

    public static OpFamily Family { get; } = new(
        nameof(Attention),
        [
            new(
                typeof(ScaledDotProductAttention),
                [
                    .. Masks(Attend), Attend("an additive mask that is learned", new("M", [2, 1, 3], Draw.Gaussian), false, [N, 2, 4, 3]),
                    Attend("a scale of its own", null, false, [N, 4, 3], 0.3)])
            {
                Refusals =
                [
                    .. Refused((Q, K, V, mask) => ScaledDotProductAttention.Forward(Q, K, V, mask)),
                ],
            },
            new(typeof(RecomputedAttention), [.. Masks(Recompute), Recompute("a scale of its own", null, false, [N, 4, 3], 0.3)])
            {
                Refusals =
                [
                    .. Refused((Q, K, V, mask) => RecomputedAttention.Forward(Q, K, V, mask)),
                    new(
                        "blocks of none", () => RecomputedAttention.Forward(ones(2, 3), ones(2, 3), ones(2, 3), block: 0),
                        "block is 0, expected 1 or more."),
                ],
            },
            new(
                typeof(MultiHeadAttention),
                MultiHead("plain", 2),
                MultiHead("causal", 2, causal: true),
                MultiHead("one head", 1),
                MultiHead("as many heads as numbers", 4),
                MultiHead("a mask of keys", 2, new("M", [N, 1, 1, 3], KeysMask, IsConstant: true)),
                MultiHead("an additive mask", 2, new("M", [2, 3, 3], Draw.Gaussian, IsConstant: true)))
            {
                Refusals =
                [
                    new(
                        "heads that do not come out even",
                        () => MultiHeadAttention.Forward(ones(2, 3, 4), ones(12, 4), ones(12), ones(4, 4), ones(4), 3),
                        "heads is 3, expected a divisor of X's last size 4."),
                    new(
                        "weights of one third", () => MultiHeadAttention.Forward(
                            ones(2, 3, 4), ones(4, 4), ones(12), ones(4, 4), ones(4), 2), "W has shape (4, 4), expected (12, 4)."),
                    new(
                        "a mask of other keys", () => MultiHeadAttention.Forward(
                            ones(2, 3, 4), ones(12, 4), ones(12), ones(4, 4), ones(4), 2, ones(3, 2, ScalarType.Bool)),
                            "mask has shape (3, 2), which does not broadcast to the scores' (2, 2, 3, 3)."),
                ],
            },
            new(
                typeof(RotaryEmbedding),
                Rotary("plain", [N, 2, 3, 4], interleaved: false),
                Rotary("interleaved", [N, 2, 3, 4], interleaved: true),
                Rotary("no batch", [5, 2], interleaved: false),
                Rotary("no batch, interleaved", [5, 2], interleaved: true),
                Rotary("one position", [N, 1, 6], interleaved: false))
            {
                Refusals =
                [
                    new(
                        "an odd size", () => RotaryEmbedding.Forward(ones(2, 3), ones(2, 1), ones(2, 1)),
                        "X has shape (2, 3), expected (…, L, D) with an even D."),
                    new(
                        "angles of other positions", () => RotaryEmbedding.Forward(ones(2, 4), ones(3, 2), ones(3, 2)),
                        "cos has shape (3, 2), expected (2, 2)."),
                    new("angles of an odd size", () => RotaryEmbedding.Angles(2, 3), "size is 3, expected an even number, 2 or more."),
                ],
            },
        ]);

    private delegate OpCase AttentionCase(string name, Argument? mask, bool causal, long[] queries, double? scale = null);

    // Three keys to four queries: a transposed matrix of scores does not fit.
    private static IEnumerable<OpCase> Masks(AttentionCase make) =>
    [
        make("plain", null, false, [N, 2, 4, 3]),
        make("no batch", null, false, [4, 3]),
        make("causal", null, true, [N, 2, 4, 3]),
        make("a mask", new("M", [N, 1, 4, 3], Draw.Mask, IsConstant: true), false, [N, 2, 4, 3]),
        make("a mask, causal", new("M", [N, 1, 1, 3], KeysMask, IsConstant: true), true, [N, 2, 4, 3]),
        make("an additive mask", new("M", [4, 3], Draw.Gaussian, IsConstant: true), false, [N, 2, 4, 3]),
        make("a query that sees no key", new("M", [4, 3], BlindFirst, IsConstant: true), false, [N, 4, 3]),
        make("a query that sees no key, by an additive mask", new("M", [4, 3], BlindFirstAdditive, IsConstant: true), false, [N, 4, 3]),
        make("scores of hundreds", null, false, [N, 4, 3], 200) with { IsSmooth = false },
        make("one query", null, true, [N, 2, 1, 3]),
    ];

    // The first key is seen by all: under a causal mask it is the only one of the first query.
    private static Tensor KeysMask(Generator generator, long[] shape)
    {
        var mask = Draw.Mask(generator, shape);
        mask.narrow(-1, 0, 1).fill_(true);
        return mask;
    }

    private static IReadOnlyList<Argument> Arguments(Argument? mask, long[] queries)
    {
        long[] keys = [.. queries[..^2], 3, queries[^1]], values = [.. queries[..^2], 3, 2];
        return [new("Q", queries, Draw.Gaussian), new("K", keys, Draw.Gaussian), new("V", values, Draw.Gaussian), .. mask is null
            ? []
            : new[] { mask }];
    }

    private static OpCase Attend(string name, Argument? mask, bool causal, long[] queries, double? scale = null) => new(
        name, Arguments(mask, queries),
        t =>
        {
            var (Y, P) = ScaledDotProductAttention.Forward(t["Q"], t["K"], t["V"], mask is null ? null : t["M"], causal, scale);
            t.Keep("P", P);
            return Y;
        },
        (t, d, Y) => ScaledDotProductAttention.Backward(d, t["Q"], t["K"], t["V"], Y, t["P"], mask is null ? null : t["M"], scale),
        t => TorchAttention(t, mask is null ? null : t["M"], causal, scale));

    // Four queries in blocks of three and one.
    private static OpCase Recompute(string name, Argument? mask, bool causal, long[] queries, double? scale = null) => new(
        name, Arguments(mask, queries),
        t =>
        {
            var (Y, sums) = RecomputedAttention.Forward(t["Q"], t["K"], t["V"], mask is null ? null : t["M"], causal, scale, block: 3);
            t.Keep("log sum", sums);
            return Y;
        },
        (t, d, Y) => RecomputedAttention.Backward(
            d, t["Q"], t["K"], t["V"], Y, t["log sum"], mask is null ? null : t["M"], causal, scale, block: 3),
        t => TorchAttention(t, mask is null ? null : t["M"], causal, scale));

    // torch's takes no scale here and no mask beside a causal one.
    private static Tensor TorchAttention(Trace t, Tensor? mask, bool causal, double? scale)
    {
        var (Q, K) = (t["Q"], t["K"]);
        if (scale is { } factor) Q = Q * (factor * Math.Sqrt(Q.shape[^1]));
        if (causal && mask is not null)
            (mask, causal) = (mask.logical_and(ones(Q.shape[^2], K.shape[^2], ScalarType.Bool, Q.device).tril()), false);
        return scaled_dot_product_attention(Q, K, t["V"], mask!, is_casual: causal);
    }

    private static IEnumerable<Refusal> Refused(Action<Tensor, Tensor, Tensor, Tensor?> attend) =>
    [
        new("keys of another size", () => attend(ones(2, 3), ones(2, 4), ones(2, 3), null), "K has shape (2, 4), expected (?, 3)."),
        new("values of another number", () => attend(ones(2, 3), ones(2, 3), ones(4, 3), null), "V has shape (4, 3), expected (2, ?)."),
        new("no key", () => attend(ones(2, 3), ones(0, 3), ones(0, 3), null), "K has shape (0, 3), expected one key or more."),
        new("another batch", () => attend(ones(2, 2, 3), ones(1, 2, 3), ones(2, 2, 3), null), "K has shape (1, 2, 3), expected (2, ?, 3)."),
        new(
            "a mask of other keys", () => attend(ones(2, 3), ones(4, 3), ones(4, 3), ones(2, 3, ScalarType.Bool)),
            "mask has shape (2, 3), which does not broadcast to the scores' (2, 4)."),
        new(
            "a mask of whole numbers", () => attend(ones(2, 3), ones(2, 3), ones(2, 3), ones(2, 2, ScalarType.Int64)),
            "mask is Int64, expected Bool, or Float32 to be added to the scores."),
    ];

    private static OpCase MultiHead(string name, long heads, Argument? mask = null, bool causal = false) => new(
        name,
        [
            new("X", [N, 3, 4], Draw.Gaussian), new("W", [12, 4], Draw.Gaussian), new("b", [12], Draw.Gaussian),
            new("U", [4, 4], Draw.Gaussian), new("c", [4], Draw.Gaussian),
            .. mask is null ? [] : new[] { mask },
        ],
        t =>
        {
            var (Y, projected, P, context) = MultiHeadAttention.Forward(
                t["X"], t["W"], t["b"], t["U"], t["c"], heads, mask is null ? null : t["M"], causal);
            t.Keep("QKV", projected);
            t.Keep("P", P);
            t.Keep("C", context);
            return Y;
        },
        (t, d, Y) => MultiHeadAttention.Backward(d, t["X"], t["W"], t["b"], t["U"], t["c"], Y, t["QKV"], t["P"], t["C"], heads),
        t => HeadByHead(t, heads, mask is null ? null : t["M"], causal));

    // A head at a time, from its own rows of W and its own columns of U.
    private static Tensor HeadByHead(Trace t, long heads, Tensor? mask, bool causal)
    {
        var (X, W, b, U) = (t["X"], t["W"], t["b"], t["U"]);
        var (size, width) = (X.shape[2], X.shape[2] / heads);
        var Y = t["c"] + zeros_like(X);
        for (var head = 0L; head < heads; head++)
        {
            var parts = Enumerable.Range(0, 3)
                .Select(part => linear(X, W.narrow(0, part * size + head * width, width), b.narrow(0, part * size + head * width, width)))
                .ToArray();
            var own = mask is null ? null : mask.expand(X.shape[0], heads, X.shape[1], X.shape[1]).select(1, head);
            Y = Y + scaled_dot_product_attention(parts[0], parts[1], parts[2], own!, is_casual: causal)
                .matmul(U.narrow(1, head * width, width).t());
        }

        return Y;
    }

    private static OpCase Rotary(string name, long[] shape, bool interleaved) => new(
        name,
        [
            new("X", shape, Draw.Gaussian),
            new(
                "cos", [shape[^2], shape[^1] / 2], (_, at) => RotaryEmbedding.Angles(at[0], at[1] * 2, ScalarType.Float64).Cos,
                IsConstant: true),
            new(
                "sin", [shape[^2], shape[^1] / 2], (_, at) => RotaryEmbedding.Angles(at[0], at[1] * 2, ScalarType.Float64).Sin,
                IsConstant: true),
        ],
        t => RotaryEmbedding.Forward(t["X"], t["cos"], t["sin"], interleaved),
        (t, d, Y) => RotaryEmbedding.Backward(d, t["X"], t["cos"], t["sin"], Y, interleaved),
        t => ComplexProduct(t["X"], t["cos"], t["sin"], interleaved));

    // A pair is a complex number, and the rotation a product; there are no complex numbers in half precision.
    private static Tensor ComplexProduct(Tensor X, Tensor cos, Tensor sin, bool interleaved)
    {
        var pairs = X.to(ScalarType.Float64)
            .reshape([.. X.shape[..^1], .. interleaved ? new[] { X.shape[^1] / 2, 2 } : [2, X.shape[^1] / 2]]);
        var (at, other) = interleaved ? (pairs.select(-1, 0), pairs.select(-1, 1)) : (pairs.select(-2, 0), pairs.select(-2, 1));
        var turned = complex(at, other) * complex(cos.to(ScalarType.Float64), sin.to(ScalarType.Float64));
        return stack([turned.real, turned.imag], interleaved ? -1 : -2).reshape(X.shape).to(X.dtype);
    }
}
