// A tensor that is used twice
//
// a goes into the product and into the sum: z = a ∘ b, y = z + a. The gradient of a is the sum of what comes
// back from both uses; d.Add adds to what is there already.
public static class TwoUses
{
    public static Computation Exercise => Computation.FromOp(
        "learn two-uses",
        [Leaf.Parameter("a", randn(5)), Leaf.Parameter("b", randn(5))],
        forward: t =>
        {
            var z = t.Watch("z", t["a"] * t["b"]);      // (5,)
            return t.Watch("y", z + t["a"]);
        },
        backward: (t, d, y) =>
        {
            var (a, b, z) = (t["a"], t["b"], t["z"]);
            var dy = d[y];      // what comes back from later on

            //# z
            //? A sum hands its gradient on to each of its terms as it is.
            //= dz = dy
            d.Add(z, dy.clone());
            //#

            var dz = d[z];

            //# a
            //? Two uses, two terms: one through the product, which has the factor b, one through the sum.
            //= da = dz ∘ b + dy
            d.Add(a, dz * b + dy);
            //#

            //# b
            //? The derivative of a product by one factor is the other one.
            //= db = dz ∘ a
            d.Add(b, dz * a);
            //#
        });
}
