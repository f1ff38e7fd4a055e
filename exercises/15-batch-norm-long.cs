// Batch normalization, the long way
//
// Each column of X (8, 4) is brought to mean 0 and variance 1, step by step: the mean m, D = X − m, Q = D², the
// variance v (by n − 1), r = 1/√(v + ε), H = D ∘ r, and Y = w ∘ H + b.
public static class BatchNormLong
{
    public static Computation Exercise => Computation.FromOp(
        "learn batch-norm-long",
        [Leaf.Parameter("X", randn(8, 4)), Leaf.Parameter("w", randn(1, 4)), Leaf.Parameter("b", randn(1, 4))],
        forward: t =>
        {
            var m = t.Watch("m", t["X"].mean([0L], keepdim: true));                 // (1, 4)
            var D = t.Watch("D", t["X"] - m);                                       // (8, 4)
            var Q = t.Watch("Q", D * D);                                            // (8, 4)
            var v = t.Watch("v", Q.sum(0, keepdim: true) / (Q.shape[0] - 1));       // (1, 4)
            var r = t.Watch("r", (v + 1e-5).pow(-0.5));                             // (1, 4)
            var H = t.Watch("H", D * r);                                            // (8, 4)
            return t.Watch("Y", t["w"] * H + t["b"]);                               // (8, 4)
        },
        backward: (t, d, Y) =>
        {
            var (X, w, b, m, D, Q) = (t["X"], t["w"], t["b"], t["m"], t["D"], t["Q"]);
            var (v, r, H) = (t["v"], t["r"], t["H"]);
            var n = X.shape[0];
            var dY = d[Y];

            //# w
            //? w meets H, and was repeated for every row.
            //= dw = Σₙ dYₙ ∘ Hₙ
            d.Add(w, (dY * H).sum(0, keepdim: true));
            //#

            //# b
            //? b was repeated for every row.
            //= db = Σₙ dYₙ
            d.Add(b, dY.sum(0, keepdim: true));
            //#

            //# H
            //? The derivative of a product by one factor is the other one.
            //= dH = dY ∘ w
            d.Add(H, dY * w);
            //#

            var dH = d[H];

            //# r
            //? r meets D, and was repeated for every row.
            //= dr = Σₙ dHₙ ∘ Dₙ
            d.Add(r, (dH * D).sum(0, keepdim: true));
            //#

            var dr = d[r];

            //# v
            //? The power rule: the derivative of u^(−½) is −½ u^(−3/2), and u^(−3/2) is r³.
            //= dv = −½ dr ∘ r³
            d.Add(v, -0.5 * dr * r.pow(3));
            //#

            var dv = d[v];

            //# Q
            //? A sum repeats its gradient for all of its terms; the factor 1/(n − 1) stays.
            //= dQ = dv / (n − 1), in every row
            d.Add(Q, (dv / (n - 1)).expand(Q.shape).clone());
            //#

            var dQ = d[Q];

            //# D
            //? D is used twice: in H = D ∘ r, and in Q = D².
            //= dD = dH ∘ r + 2 D ∘ dQ
            d.Add(D, dH * r + 2 * D * dQ);
            //#

            var dD = d[D];

            //# m
            //? m was subtracted from every row.
            //= dm = −Σₙ dDₙ
            d.Add(m, -dD.sum(0, keepdim: true));
            //#

            var dm = d[m];

            //# X
            //? X is used twice: in D = X − m, and in the mean, which passes 1/n to each row.
            //= dX = dD + dm / n
            d.Add(X, dD + dm / n);
            //#
        });
}
