// A linear layer
//
// Z = X Wᵀ + b with X (6, 4), W (3, 4) and b (1, 3): the weights of one unit are a row of W, as in PyTorch.
public static class Linear
{
    public static Computation Exercise => Computation.FromOp(
        "learn linear",
        [Leaf.Parameter("X", randn(6, 4)), Leaf.Parameter("W", randn(3, 4)), Leaf.Parameter("b", randn(1, 3))],
        forward: t => t.Watch("Z", t["X"].mm(t["W"].t()) + t["b"]),      // (6, 3)
        backward: (t, d, Z) =>
        {
            var (X, W, b) = (t["X"], t["W"], t["b"]);
            var dZ = d[Z];

            //# W
            //? Every weight is used once a row, with that row's input; the shapes say on which side the transpose is.
            //= dW = dZᵀ X
            d.Add(W, dZ.t().mm(X));
            //#

            //# b
            //? The bias was repeated for every row.
            //= db = Σₙ dZₙ
            d.Add(b, dZ.sum(0, keepdim: true));
            //#

            //# X
            //? Every input goes into all units, each time with that unit's weight.
            //= dX = dZ W
            d.Add(X, dZ.mm(W));
            //#
        });
}
