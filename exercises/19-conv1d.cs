// A convolution, one axis
//
// The kernel K (3,) slides along x (8,): yᵢ = Σₖ Kₖ xᵢ₊ₖ, so y has 6 numbers. Written as a product it is y = P
// K, where the rows of P (6, 3) are the windows of x, kept for backward.
public static class Conv1d
{
    public static Computation Exercise => Computation.FromOp(
        "learn conv1d",
        [Leaf.Parameter("x", randn(8)), Leaf.Parameter("K", randn(3))],
        forward: t =>
        {
            var P = t.Keep("P", t["x"].unfold(0, 3, 1));        // (6, 3)
            return t.Watch("y", P.mv(t["K"]));                  // (6,)
        },
        backward: (t, d, y) =>
        {
            var (x, K, P) = (t["x"], t["K"], t["P"]);
            var dy = d[y];

            //# K
            //? One kernel is used at all places, each time with that place's window.
            //= dKₖ = Σᵢ dyᵢ xᵢ₊ₖ
            d.Add(K, P.t().mv(dy));
            //#

            //# x
            //? xⱼ is in the windows of up to three places; each hands back dy times the kernel's number that met it. This is a
            //? convolution of dy, with zeros on both sides, with the kernel reversed.
            //= dxⱼ = Σₖ dyⱼ₋ₖ Kₖ
            d.Add(x, nn.functional.pad(dy, [2L, 2L]).unfold(0, 3, 1).mv(K.flip(0)));
            //#
        });
}
