// Dropout
//
// Y = X ∘ M / (1 − p): the mask M drops a share p of the activations in training, and the rest is made larger so
// that the mean stays.
public static class Dropout
{
    public static Computation Exercise => Computation.FromOp(
        "learn dropout",
        [Leaf.Parameter("X", randn(4, 6)), Leaf.Constant("M", rand(4, 6) >= 0.25)],
        forward: t => t.Watch("Y", t["X"] * t["M"] / (1 - 0.25)),
        backward: (t, d, Y) =>
        {
            var (X, M) = (t["X"], t["M"]);
            var dY = d[Y];

            //# X
            //? For backward the mask is a constant factor, and so is the scale.
            //= dX = dY ∘ M / (1 − p)
            d.Add(X, dY * M / (1 - 0.25));
            //#
        });
}
