// A residual connection
//
// Y = X + ReLU(X W): the block adds to its input. That is why gradients reach the first layers of deep networks:
// one way back has no factor at all.
public static class Residual
{
    public static Computation Exercise => Computation.FromOp(
        "learn residual",
        [Leaf.Parameter("X", randn(5, 4)), Leaf.Parameter("W", randn(4, 4))],
        forward: t =>
        {
            var Z = t.Watch("Z", t["X"].mm(t["W"]));        // (5, 4)
            var A = t.Watch("A", Z.clamp_min(0));           // (5, 4)
            return t.Watch("Y", t["X"] + A);
        },
        backward: (t, d, Y) =>
        {
            var (X, W, Z, A) = (t["X"], t["W"], t["Z"], t["A"]);
            var dY = d[Y];

            //# A
            //? A sum hands its gradient on to each of its terms.
            //= dA = dY
            d.Add(A, dY.clone());
            //#

            var dA = d[A];

            //# Z
            //? ReLU lets the gradient pass where Z was above 0.
            //= dZ = dA where Z > 0, else 0
            d.Add(Z, where(Z > 0, dA, zeros_like(dA)));
            //#

            var dZ = d[Z];

            //# W
            //? A product's second factor.
            //= dW = Xᵀ dZ
            d.Add(W, X.t().mm(dZ));
            //#

            //# X
            //? Two ways back: past the block, and through it.
            //= dX = dY + dZ Wᵀ
            d.Add(X, dY + dZ.mm(W.t()));
            //#
        });
}
