// Causal attention with heads
//
// X (2, 5, 8), two sequences of length 5, through one matrix W (24, 8) into queries, keys and values of 2 heads
// of size 4, which lie beside each other. heads() is given, and so is its way back, merged(). No position looks
// at later ones.
public static class CausalHeads
{
    public static Computation Exercise => Computation.FromOp(
        "learn causal-heads",
        [Leaf.Parameter("X", randn(2, 5, 8)), Leaf.Parameter("W", randn(24, 8))],
        forward: t =>
        {
            var A = t.Watch("A", t["X"].matmul(t["W"].t()));                                    // (2, 5, 24)
            var H = t.Watch("H", Heads(A));                                                     // (3, 2, 2, 5, 4)
            var S = H[0].matmul(H[1].transpose(-2, -1)) / 2;                                    // (2, 2, 5, 5), √4 = 2
            var P = t.Watch("P", S.masked_fill(Later(), double.NegativeInfinity).softmax(-1));  // (2, 2, 5, 5)
            return t.Watch("Y", P.matmul(H[2]));                                                // (2, 2, 5, 4)
        },
        backward: (t, d, Y) =>
        {
            var (X, W, A, H, P) = (t["X"], t["W"], t["A"], t["H"], t["P"]);
            var (Q, K, V) = (H[0], H[1], H[2]);
            var dY = d[Y];

            //# P
            //? A product's first factor, in each head; transpose(-2, -1) turns the last two axes.
            //= dP = dY Vᵀ
            d.Add(P, dY.matmul(V.transpose(-2, -1)));
            //#

            var dP = d[P];
            // The softmax's way back. Where the mask is, P is 0, and so is dS: the mask needs no line of its own.
            var dS = P * (dP - (dP * P).sum(-1, keepdim: true));

            //# H
            //? Queries, keys and values as in attention, each head by itself, stacked in that order.
            //= dH = [dS K / 2, dSᵀ Q / 2, Pᵀ dY]
            d.Add(H, stack([dS.matmul(K) / 2, dS.transpose(-2, -1).matmul(Q) / 2, P.transpose(-2, -1).matmul(dY)]));
            //#

            //# A
            //? Back to how the numbers lay before they were divided among the heads.
            //= dA = merged(dH)
            d.Add(A, Merged(d[H]));
            //#

            var dA = d[A];

            //# W
            //? A linear layer's weights, summed over sequences and positions: as matrices, one row a position.
            //= dW = dAᵀ X
            d.Add(W, dA.reshape(-1, 24).t().mm(X.reshape(-1, 8)));
            //#

            //# X
            //? A linear layer's input.
            //= dX = dA W
            d.Add(X, dA.matmul(W));
            //#
        });

    // (2, 5, 24) to queries, keys and values of 2 heads: (3, 2, 2, 5, 4).
    private static Tensor Heads(Tensor A) => A.reshape(2, 5, 3, 2, 4).permute(2, 0, 3, 1, 4);

    // And back.
    private static Tensor Merged(Tensor H) => H.permute(1, 3, 0, 2, 4).reshape(2, 5, 24);

    // True where a key is later than its query.
    private static Tensor Later() => ones(5, 5, dtype: ScalarType.Bool).triu(1);
}
