// A recurrent network through time
//
// Three steps with the same weights: Hₖ = tanh(X[k] Wᵀ + Hₖ₋₁ Uᵀ), H0 = 0. Backward goes from the last step to
// the first, and every step adds to the gradients of W and U.
public static class Rnn
{
    public static Computation Exercise => Computation.FromOp(
        "learn rnn",
        [Leaf.Constant("X", randn(3, 5, 4)), Leaf.Parameter("W", randn(6, 4)), Leaf.Parameter("U", randn(6, 6) / 2)],
        forward: t =>
        {
            var H1 = t.Watch("H1", t["X"][0].mm(t["W"].t()).tanh());                            // (5, 6)
            var H2 = t.Watch("H2", (t["X"][1].mm(t["W"].t()) + H1.mm(t["U"].t())).tanh());      // (5, 6)
            return t.Watch("H3", (t["X"][2].mm(t["W"].t()) + H2.mm(t["U"].t())).tanh());        // (5, 6)
        },
        backward: (t, d, H3) =>
        {
            var (X, W, U, H1, H2) = (t["X"], t["W"], t["U"], t["H1"], t["H2"]);
            var dZ3 = d[H3] * (1 - H3 * H3);

            //# H2
            //? H2 is used in step 3 alone, behind the tanh, with the weights U.
            //= dH2 = dZ3 U with dZ3 = dH3 ∘ (1 − H3²)
            d.Add(H2, dZ3.mm(U));
            //#

            var dZ2 = d[H2] * (1 - H2 * H2);

            //# H1
            //? As the step before, one step earlier.
            //= dH1 = dZ2 U with dZ2 = dH2 ∘ (1 − H2²)
            d.Add(H1, dZ2.mm(U));
            //#

            var dZ1 = d[H1] * (1 - H1 * H1);

            //# U
            //? U is used in steps 2 and 3, with the state before each. Step 1 starts from zeros.
            //= dU = dZ3ᵀ H2 + dZ2ᵀ H1
            d.Add(U, dZ3.t().mm(H2) + dZ2.t().mm(H1));
            //#

            //# W
            //? W is used in all three steps, each time with that step's input.
            //= dW = dZ3ᵀ X[2] + dZ2ᵀ X[1] + dZ1ᵀ X[0]
            d.Add(W, dZ3.t().mm(X[2]) + dZ2.t().mm(X[1]) + dZ1.t().mm(X[0]));
            //#
        });
}
