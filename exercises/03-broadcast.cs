// What was repeated is summed
//
// The row b (1, 4) is added to every row of X (3, 4), and the column c (3, 1) multiplies every column: Z = X +
// b, Y = Z ∘ c. Broadcasting repeats a tensor, and the gradient of what was repeated is the sum over the
// repetitions, of the tensor's own shape.
public static class Broadcast
{
    public static Computation Exercise => Computation.FromOp(
        "learn broadcast",
        [Leaf.Parameter("X", randn(3, 4)), Leaf.Parameter("b", randn(1, 4)), Leaf.Parameter("c", randn(3, 1))],
        forward: t =>
        {
            var Z = t.Watch("Z", t["X"] + t["b"]);      // (3, 4)
            return t.Watch("Y", Z * t["c"]);            // (3, 4)
        },
        backward: (t, d, Y) =>
        {
            var (X, b, c, Z) = (t["X"], t["b"], t["c"], t["Z"]);
            var dY = d[Y];

            //# c
            //? The factor that c meets is Z, and each c is used along a whole row.
            //= dcₙ = Σᵢ dYₙᵢ Zₙᵢ
            d.Add(c, (dY * Z).sum(1, keepdim: true));
            //#

            //# Z
            //? The derivative of a product by one factor is the other one, here repeated along the rows.
            //= dZ = dY ∘ c
            d.Add(Z, dY * c);
            //#

            var dZ = d[Z];

            //# b
            //? One row was added to every row: sum over the rows, and keep the axis.
            //= db = Σₙ dZₙ
            d.Add(b, dZ.sum(0, keepdim: true));
            //#

            //# X
            //? A sum hands its gradient on as it is.
            //= dX = dZ
            d.Add(X, dZ.clone());
            //#
        });
}
