// The MLP of a transformer
//
// Z = X W1ᵀ, A = GELU(Z) = Z Φ(Z), Y = A W2ᵀ. Φ is the Gaussian's distribution function, ½ (1 + erf(z/√2)), and
// its derivative is the density φ(z) = exp(−z²/2)/√(2π).
public static class GeluMlp
{
    public static Computation Exercise => Computation.FromOp(
        "learn gelu-mlp",
        [Leaf.Parameter("X", randn(5, 4)), Leaf.Parameter("W1", randn(8, 4)), Leaf.Parameter("W2", randn(4, 8))],
        forward: t =>
        {
            var Z = t.Watch("Z", t["X"].mm(t["W1"].t()));                           // (5, 8)
            var A = t.Watch("A", Z * 0.5 * (1 + (Z / Math.Sqrt(2)).erf()));         // (5, 8)
            return t.Watch("Y", A.mm(t["W2"].t()));                                 // (5, 4)
        },
        backward: (t, d, Y) =>
        {
            var (X, W1, W2, Z, A) = (t["X"], t["W1"], t["W2"], t["Z"], t["A"]);
            var dY = d[Y];

            //# W2
            //? A linear layer's weights.
            //= dW2 = dYᵀ A
            d.Add(W2, dY.t().mm(A));
            //#

            //# A
            //? A linear layer's input.
            //= dA = dY W2
            d.Add(A, dY.mm(W2));
            //#

            var dA = d[A];

            //# Z
            //? The product rule on z Φ(z): Φ by itself, and z times the density.
            //= dZ = dA ∘ (Φ(Z) + Z ∘ φ(Z))
            var phi = (-Z * Z / 2).exp() / Math.Sqrt(2 * Math.PI);
            d.Add(Z, dA * (0.5 * (1 + (Z / Math.Sqrt(2)).erf()) + Z * phi));
            //#

            var dZ = d[Z];

            //# W1
            //? A linear layer's weights.
            //= dW1 = dZᵀ X
            d.Add(W1, dZ.t().mm(X));
            //#

            //# X
            //? A linear layer's input.
            //= dX = dZ W1
            d.Add(X, dZ.mm(W1));
            //#
        });
}
