// The largest of each row
//
// y is the largest number of each row of X (4, 5), and k where it is. Max-pooling is this with windows in place
// of rows.
public static class Max
{
    public static Computation Exercise => Computation.FromOp(
        "learn max",
        [Leaf.Parameter("X", randn(4, 5))],
        forward: t =>
        {
            t.Keep("k", t["X"].argmax(1, keepdim: true));           // (4, 1), int64
            return t.Watch("y", t["X"].gather(1, t["k"]));          // (4, 1)
        },
        backward: (t, d, y) =>
        {
            var (X, k) = (t["X"], t["k"]);
            var dy = d[y];

            //# X
            //? Only the largest one reached y: it gets all of the row's gradient, the others none.
            //= dXₙⱼ = dyₙ where j = kₙ, else 0
            d.Add(X, zeros_like(X).scatter(1, k, dy));
            //#
        });
}
