// A whole transformer block
//
// The block of a language model, on one sequence X (5, 8): N1 = norm of X, then causal attention with one head,
// R = X + attention; N2 = norm of R, and Y = R + W4 ReLU(W3 N2). The norm is layer normalization without
// weights; its way back, NormBack, is given. All else you have written before.
public static class TransformerBlock
{
    public static Computation Exercise => Computation.FromOp(
        "learn transformer-block",
        [
            Leaf.Parameter("X", randn(5, 8)), Leaf.Parameter("Wq", randn(8, 8) / 3), Leaf.Parameter("Wk", randn(8, 8) / 3),
            Leaf.Parameter("Wv", randn(8, 8) / 3), Leaf.Parameter("Wo", randn(8, 8) / 3), Leaf.Parameter("W3", randn(16, 8) / 3),
            Leaf.Parameter("W4", randn(8, 16) / 3),
        ],
        forward: t =>
        {
            var N1 = t.Watch("N1", Norm(t["X"]));                               // (5, 8)
            var Q = t.Watch("Q", N1.mm(t["Wq"].t()));                           // (5, 8)
            var K = t.Watch("K", N1.mm(t["Wk"].t()));                           // (5, 8)
            var V = t.Watch("V", N1.mm(t["Wv"].t()));                           // (5, 8)
            var S = t.Watch("S", Q.mm(K.t()) / Math.Sqrt(8));                   // (5, 5)
            var later = ones(5, 5, dtype: ScalarType.Bool).triu(1);
            var P = t.Watch("P", S.masked_fill(later, double.NegativeInfinity).softmax(1));
            var C = t.Watch("C", P.mm(V));                                      // (5, 8)
            var R = t.Watch("R", t["X"] + C.mm(t["Wo"].t()));                   // (5, 8)
            var N2 = t.Watch("N2", Norm(R));                                    // (5, 8)
            var Z = t.Watch("Z", N2.mm(t["W3"].t()));                           // (5, 16)
            var A = t.Watch("A", Z.clamp_min(0));                               // (5, 16)
            return t.Watch("Y", R + A.mm(t["W4"].t()));                         // (5, 8)
        },
        backward: (t, d, Y) =>
        {
            var (X, Wq, Wk, Wv, Wo, W3, W4) = (t["X"], t["Wq"], t["Wk"], t["Wv"], t["Wo"], t["W3"], t["W4"]);
            var (N1, Q, K, V, S, P, C) = (t["N1"], t["Q"], t["K"], t["V"], t["S"], t["P"], t["C"]);
            var (R, N2, Z, A) = (t["R"], t["N2"], t["Z"], t["A"]);
            var dY = d[Y];

            //# W4
            //? A linear layer's weights.
            //= dW4 = dYᵀ A
            d.Add(W4, dY.t().mm(A));
            //#

            //# A
            //? A linear layer's input.
            //= dA = dY W4
            d.Add(A, dY.mm(W4));
            //#

            var dA = d[A];

            //# Z
            //? ReLU lets the gradient pass where Z was above 0.
            //= dZ = dA where Z > 0, else 0
            d.Add(Z, where(Z > 0, dA, zeros_like(dA)));
            //#

            var dZ = d[Z];

            //# W3
            //? A linear layer's weights.
            //= dW3 = dZᵀ N2
            d.Add(W3, dZ.t().mm(N2));
            //#

            //# N2
            //? A linear layer's input.
            //= dN2 = dZ W3
            d.Add(N2, dZ.mm(W3));
            //#

            var dN2 = d[N2];

            //# R
            //? Two ways back: past the MLP as it is, and through its norm, by NormBack.
            //= dR = dY + NormBack(dN2, R)
            d.Add(R, dY + NormBack(dN2, R));
            //#

            var dR = d[R];

            //# Wo
            //? A linear layer's weights.
            //= dWo = dRᵀ C
            d.Add(Wo, dR.t().mm(C));
            //#

            //# C
            //? A linear layer's input.
            //= dC = dR Wo
            d.Add(C, dR.mm(Wo));
            //#

            var dC = d[C];

            //# V
            //? A product's second factor.
            //= dV = Pᵀ dC
            d.Add(V, P.t().mm(dC));
            //#

            //# P
            //? A product's first factor.
            //= dP = dC Vᵀ
            d.Add(P, dC.mm(V.t()));
            //#

            var dP = d[P];

            //# S
            //? Softmax: take from each row its mean, weighed by P, then multiply by P, which is 0 where the mask is.
            //= dS = P ∘ (dP − Σⱼ dPⱼ Pⱼ)
            d.Add(S, P * (dP - (dP * P).sum(1, keepdim: true)));
            //#

            var dS = d[S];

            //# Q
            //? A product's first factor; the scale stays.
            //= dQ = dS K / √8
            d.Add(Q, dS.mm(K) / Math.Sqrt(8));
            //#

            //# K
            //? K is transposed in the product.
            //= dK = dSᵀ Q / √8
            d.Add(K, dS.t().mm(Q) / Math.Sqrt(8));
            //#

            var (dQ, dK, dV) = (d[Q], d[K], d[V]);

            //# Wq
            //? A linear layer's weights.
            //= dWq = dQᵀ N1
            d.Add(Wq, dQ.t().mm(N1));
            //#

            //# Wk
            //? A linear layer's weights.
            //= dWk = dKᵀ N1
            d.Add(Wk, dK.t().mm(N1));
            //#

            //# Wv
            //? A linear layer's weights.
            //= dWv = dVᵀ N1
            d.Add(Wv, dV.t().mm(N1));
            //#

            //# N1
            //? Three linear layers use it: three terms.
            //= dN1 = dQ Wq + dK Wk + dV Wv
            d.Add(N1, dQ.mm(Wq) + dK.mm(Wk) + dV.mm(Wv));
            //#

            var dN1 = d[N1];

            //# X
            //? Two ways back: past the attention as it is, and through its norm, by NormBack.
            //= dX = dR + NormBack(dN1, X)
            d.Add(X, dR + NormBack(dN1, X));
            //#
        });

    private static Tensor Norm(Tensor X) => nn.functional.layer_norm(X, [8]);

    // r ∘ (dN − mean(dN) − N ∘ mean(dN ∘ N)), the means over each row.
    private static Tensor NormBack(Tensor dN, Tensor X)
    {
        var D = X - X.mean([1L], keepdim: true);
        var r = (D.square().mean([1L], keepdim: true) + 1e-5).rsqrt();
        var N = D * r;
        return r * (dN - dN.mean([1L], keepdim: true) - N * (dN * N).mean([1L], keepdim: true));
    }
}
