// Attention
//
// Each of 5 queries looks at 6 keys: S = Q Kᵀ / √8, P = softmax of each row of S, Y = P V. Two products and a
// softmax, nothing else.
public static class Attention
{
    public static Computation Exercise => Computation.FromOp(
        "learn attention",
        [Leaf.Parameter("Q", randn(5, 8)), Leaf.Parameter("K", randn(6, 8)), Leaf.Parameter("V", randn(6, 4))],
        forward: t =>
        {
            var S = t.Watch("S", t["Q"].mm(t["K"].t()) / Math.Sqrt(8));     // (5, 6)
            var P = t.Watch("P", S.softmax(1));                             // (5, 6)
            return t.Watch("Y", P.mm(t["V"]));                              // (5, 4)
        },
        backward: (t, d, Y) =>
        {
            var (Q, K, V, S, P) = (t["Q"], t["K"], t["V"], t["S"], t["P"]);
            var dY = d[Y];

            //# V
            //? A product's second factor.
            //= dV = Pᵀ dY
            d.Add(V, P.t().mm(dY));
            //#

            //# P
            //? A product's first factor.
            //= dP = dY Vᵀ
            d.Add(P, dY.mm(V.t()));
            //#

            var dP = d[P];

            //# S
            //? Softmax: take from each row its mean, weighed by P, then multiply by P.
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
            //? K is transposed in the product: the rows of dK are the columns of dS.
            //= dK = dSᵀ Q / √8
            d.Add(K, dS.t().mm(Q) / Math.Sqrt(8));
            //#
        });
}
