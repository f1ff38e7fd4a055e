// A product of matrices
//
// Y = A B with A (3, 4) and B (4, 5). There is only one way to multiply dY with the other factor so that the
// shapes fit, and it is the right one.
public static class Matmul
{
    public static Computation Exercise => Computation.FromOp(
        "learn matmul",
        [Leaf.Parameter("A", randn(3, 4)), Leaf.Parameter("B", randn(4, 5))],
        forward: t => t.Watch("Y", t["A"].mm(t["B"])),      // (3, 5)
        backward: (t, d, Y) =>
        {
            var (A, B) = (t["A"], t["B"]);
            var dY = d[Y];

            //# A
            //? Aᵢₖ is used in all of Y's row i, each time with a number of B's row k.
            //= dA = dY Bᵀ
            d.Add(A, dY.mm(B.t()));
            //#

            //# B
            //? Bₖⱼ is used in all of Y's column j, each time with a number of A's column k.
            //= dB = Aᵀ dY
            d.Add(B, A.t().mm(dY));
            //#
        });
}
