// A convolution of images, as a product
//
// X (2, 3, 6, 6) is cut into its windows of 3 × 3: P (2, 27, 16), a column for each place. Then Y = K P + b with
// the kernels as the rows of a matrix K (4, 27). unfold cuts, and fold puts columns back to where they were cut,
// adding where windows overlap.
public static class Conv2d
{
    public static Computation Exercise => Computation.FromOp(
        "learn conv2d",
        [Leaf.Parameter("X", randn(2, 3, 6, 6)), Leaf.Parameter("K", randn(4, 27)), Leaf.Parameter("b", randn(4, 1))],
        forward: t =>
        {
            var P = t.Watch("P", nn.functional.unfold(t["X"], 3));      // (2, 27, 16)
            return t.Watch("Y", t["K"].matmul(P) + t["b"]);             // (2, 4, 16)
        },
        backward: (t, d, Y) =>
        {
            var (X, K, b, P) = (t["X"], t["K"], t["b"], t["P"]);
            var dY = d[Y];

            //# K
            //? A product's first factor, summed over the images, which share the kernels.
            //= dK = Σₙ dYₙ Pₙᵀ
            d.Add(K, dY.matmul(P.transpose(1, 2)).sum(0L));
            //#

            //# b
            //? One number a kernel, repeated for every image and every place.
            //= db = Σ dY over images and places
            d.Add(b, dY.sum([0L, 2L]).unsqueeze(1));
            //#

            //# P
            //? A product's second factor.
            //= dPₙ = Kᵀ dYₙ
            d.Add(P, K.t().matmul(dY));
            //#

            var dP = d[P];

            //# X
            //? A pixel is in up to nine windows, and gets what comes back from all of them.
            //= dX = fold(dP)
            d.Add(X, nn.functional.fold(dP, 6, 3));
            //#
        });
}
