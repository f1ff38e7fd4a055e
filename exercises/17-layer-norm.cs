// Layer normalization
//
// As batch normalization, but each row of X (6, 5) by itself: Y = w ∘ H + b with H = (X − m) ∘ r, and m and r of
// the row.
public static class LayerNorm
{
    public static Computation Exercise => Computation.FromOp(
        "learn layer-norm",
        [Leaf.Parameter("X", randn(6, 5)), Leaf.Parameter("w", randn(5)), Leaf.Parameter("b", randn(5))],
        forward: t =>
        {
            var D = t["X"] - t["X"].mean([1L], keepdim: true);
            var r = t.Keep("r", (D.square().mean([1L], keepdim: true) + 1e-5).rsqrt());      // (6, 1)
            var H = t.Keep("H", D * r);                                                     // (6, 5)
            return t.Watch("Y", H * t["w"] + t["b"]);
        },
        backward: (t, d, Y) =>
        {
            var (X, w, b, r, H) = (t["X"], t["w"], t["b"], t["r"], t["H"]);
            var dY = d[Y];

            //# w
            //? w (5,) meets H, and was repeated for every row.
            //= dw = Σₙ dYₙ ∘ Hₙ
            d.Add(w, (dY * H).sum(0L));
            //#

            //# b
            //? b (5,) was repeated for every row.
            //= db = Σₙ dYₙ
            d.Add(b, dY.sum(0L));
            //#

            //# X
            //? Batch normalization's formula along the other axis; dH = dY ∘ w comes before the means.
            //= dX = r ∘ (dH − mean(dH) − H ∘ mean(dH ∘ H)), the means over each row
            var dH = dY * w;
            d.Add(X, r * (dH - dH.mean([1L], keepdim: true) - H * (dH * H).mean([1L], keepdim: true)));
            //#
        });
}
