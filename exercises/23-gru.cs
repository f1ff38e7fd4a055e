// A step of a GRU
//
// The update gate z decides how much of the state H stays: Y = (1 − z) ∘ n + z ∘ H, where the candidate is n =
// tanh(A + r ∘ U) and z = σ(B), r = σ(R). A, B, R and U (5, 3) are what the weights made.
public static class Gru
{
    public static Computation Exercise => Computation.FromOp(
        "learn gru",
        [
            Leaf.Parameter("A", randn(5, 3)), Leaf.Parameter("B", randn(5, 3)), Leaf.Parameter("R", randn(5, 3)),
            Leaf.Parameter("U", randn(5, 3)), Leaf.Parameter("H", randn(5, 3)),
        ],
        forward: t =>
        {
            var z = t.Watch("z", t["B"].sigmoid());                     // each (5, 3)
            var r = t.Watch("r", t["R"].sigmoid());
            var n = t.Watch("n", (t["A"] + r * t["U"]).tanh());
            return t.Watch("Y", (1 - z) * n + z * t["H"]);
        },
        backward: (t, d, Y) =>
        {
            var (A, B, R, U, H, z, r, n) = (t["A"], t["B"], t["R"], t["U"], t["H"], t["z"], t["r"], t["n"]);
            var dY = d[Y];

            //# n
            //? The candidate meets 1 − z.
            //= dn = dY ∘ (1 − z)
            d.Add(n, dY * (1 - z));
            //#

            //# z
            //? z is used twice: with the sign − at n, and with + at H.
            //= dz = dY ∘ (H − n)
            d.Add(z, dY * (H - n));
            //#

            //# H
            //? What stays of the state stays of its gradient.
            //= dH = dY ∘ z
            d.Add(H, dY * z);
            //#

            var (dn, dz) = (d[n], d[z]);

            //# A
            //? Through the tanh, from its output.
            //= dA = dn ∘ (1 − n²)
            d.Add(A, dn * (1 - n * n));
            //#

            var dA = d[A];

            //# r
            //? r meets U inside the tanh, where the gradient is dA.
            //= dr = dA ∘ U
            d.Add(r, dA * U);
            //#

            //# U
            //? U meets r inside the tanh.
            //= dU = dA ∘ r
            d.Add(U, dA * r);
            //#

            //# B
            //? Through σ, from its output.
            //= dB = dz ∘ z ∘ (1 − z)
            d.Add(B, dz * z * (1 - z));
            //#

            //# R
            //? Through σ, from its output.
            //= dR = dr ∘ r ∘ (1 − r)
            d.Add(R, d[r] * r * (1 - r));
            //#
        });
}
