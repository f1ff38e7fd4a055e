// Embedding: rows by number
//
// Y = W[i]: row n of Y is row iₙ of the table W (5, 3). The same row may be asked for more than once.
public static class Embedding
{
    public static Computation Exercise => Computation.FromOp(
        "learn embedding",
        [Leaf.Parameter("W", randn(5, 3)), Leaf.Constant("i", tensor(new long[] { 2, 0, 2, 4, 2, 0 }))],
        forward: t => t.Watch("Y", t["W"][t["i"]]),      // (6, 3)
        backward: (t, d, Y) =>
        {
            var (W, i) = (t["W"], t["i"]);
            var dY = d[Y];

            //# W
            //? Each row of dY belongs to the row of W that it was taken from; a row taken three times gets three, added.
            //= dW[k] = Σ dYₙ over all n with iₙ = k
            d.Add(W, zeros_like(W).index_add(0, i, dY, 1));
            //#
        });
}
