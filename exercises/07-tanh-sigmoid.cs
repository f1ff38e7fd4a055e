// Tanh and sigmoid, from their outputs
//
// H = tanh(Z) and G = σ(U), then Y = G ∘ H: a gate. Both derivatives can be written with the output alone, so
// that backward need not compute the function again.
public static class TanhSigmoid
{
    public static Computation Exercise => Computation.FromOp(
        "learn tanh-sigmoid",
        [Leaf.Parameter("Z", randn(4, 5)), Leaf.Parameter("U", randn(4, 5))],
        forward: t =>
        {
            var H = t.Watch("H", t["Z"].tanh());
            var G = t.Watch("G", t["U"].sigmoid());
            return t.Watch("Y", G * H);
        },
        backward: (t, d, Y) =>
        {
            var (Z, U, H, G) = (t["Z"], t["U"], t["H"], t["G"]);
            var dY = d[Y];

            //# H
            //? The derivative of a product by one factor is the other one.
            //= dH = dY ∘ G
            d.Add(H, dY * G);
            //#

            //# G
            //? The derivative of a product by one factor is the other one.
            //= dG = dY ∘ H
            d.Add(G, dY * H);
            //#

            var (dH, dG) = (d[H], d[G]);

            //# Z
            //? The derivative of tanh is 1 − tanh².
            //= dZ = dH ∘ (1 − H²)
            d.Add(Z, dH * (1 - H * H));
            //#

            //# U
            //? The derivative of σ is σ (1 − σ).
            //= dU = dG ∘ G ∘ (1 − G)
            d.Add(U, dG * G * (1 - G));
            //#
        });
}
