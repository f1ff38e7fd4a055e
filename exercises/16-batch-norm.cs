// Batch normalization in one line
//
// The same with the variance by n: Y = w ∘ H + b with H = (X − m) ∘ r. Put together, the long way is one formula
// for dX, which needs only H and r. It takes out of the gradient what the mean and the variance cannot change.
public static class BatchNorm
{
    public static Computation Exercise => Computation.FromOp(
        "learn batch-norm",
        [Leaf.Parameter("X", randn(8, 4)), Leaf.Parameter("w", randn(1, 4)), Leaf.Parameter("b", randn(1, 4))],
        forward: t =>
        {
            var D = t["X"] - t["X"].mean([0L], keepdim: true);
            var r = t.Keep("r", (D.square().mean([0L], keepdim: true) + 1e-5).rsqrt());      // (1, 4)
            var H = t.Keep("H", D * r);                                                     // (8, 4)
            return t.Watch("Y", t["w"] * H + t["b"]);
        },
        backward: (t, d, Y) =>
        {
            var (X, w, b, r, H) = (t["X"], t["w"], t["b"], t["r"], t["H"]);
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

            //# X
            //? Of each column of dH = dY ∘ w take away its mean, and H times the mean of dH ∘ H; then scale by r.
            //= dX = r ∘ (dH − mean(dH) − H ∘ mean(dH ∘ H)), the means over the rows
            var dH = dY * w;
            d.Add(X, r * (dH - dH.mean([0L], keepdim: true) - H * (dH * H).mean([0L], keepdim: true)));
            //#
        });
}
