// ReLU
//
// A = Z where Z is above 0, and 0 elsewhere. At 0 itself PyTorch takes 0 for the derivative.
public static class Relu
{
    public static Computation Exercise => Computation.FromOp(
        "learn relu",
        [Leaf.Parameter("Z", randn(4, 5))],
        forward: t => t.Watch("A", t["Z"].clamp_min(0)),
        backward: (t, d, A) =>
        {
            var Z = t["Z"];
            var dA = d[A];

            //# Z
            //? Where Z passed, its gradient passes; where it was cut off, nothing depends on it.
            //= dZ = dA where Z > 0, else 0
            d.Add(Z, where(Z > 0, dA, zeros_like(dA)));
            //#
        });
}
