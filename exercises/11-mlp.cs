// The notebook's network
//
// An MLP with one hidden layer: Z1 = X W1ᵀ + B1, A1 = ReLU(Z1), Z2 = A1 W2ᵀ + B2, and cross-entropy. Each line
// is one that you have written before; read the forward pass from the end.
public static class Mlp
{
    public static Computation Exercise => Computation.From(
        "learn mlp",
        [
            Leaf.Constant("X", randn(8, 6)), Leaf.Constant("y", randint(0, 3, [8], dtype: ScalarType.Int64)),
            Leaf.Parameter("W1", randn(5, 6)), Leaf.Parameter("B1", randn(1, 5)),
            Leaf.Parameter("W2", randn(3, 5)), Leaf.Parameter("B2", randn(1, 3)),
        ],
        forward: t =>
        {
            var Z1 = t.Watch("Z1", t["X"].mm(t["W1"].t()) + t["B1"]);       // (8, 5)
            var A1 = t.Watch("A1", Z1.clamp_min(0));                        // (8, 5)
            var Z2 = t.Watch("Z2", A1.mm(t["W2"].t()) + t["B2"]);           // (8, 3)
            return nn.functional.cross_entropy(Z2, t["y"]);
        },
        backward: (t, d) =>
        {
            var (X, y, W1, B1, W2, B2) = (t["X"], t["y"], t["W1"], t["B1"], t["W2"], t["B2"]);
            var (Z1, A1, Z2) = (t["Z1"], t["A1"], t["Z2"]);
            var N = X.shape[0];

            //# Z2
            //? Softmax and cross-entropy in one line: the probabilities less the truth.
            //= dZ2 = (softmax(Z2) − onehot(y)) / N
            d.Add(Z2, (Z2.softmax(1) - nn.functional.one_hot(y, 3).to(Z2.dtype)) / N);
            //#

            var dZ2 = d[Z2];

            //# W2
            //? A linear layer's weights: its input A1 and dZ2, transposed as the shapes demand.
            //= dW2 = dZ2ᵀ A1
            d.Add(W2, dZ2.t().mm(A1));
            //#

            //# B2
            //? What was repeated for every row is summed over the rows.
            //= dB2 = Σₙ dZ2ₙ
            d.Add(B2, dZ2.sum(0, keepdim: true));
            //#

            //# A1
            //? A linear layer's input: dZ2 back through the same weights.
            //= dA1 = dZ2 W2
            d.Add(A1, dZ2.mm(W2));
            //#

            var dA1 = d[A1];

            //# Z1
            //? ReLU lets the gradient pass where Z1 was above 0.
            //= dZ1 = dA1 where Z1 > 0, else 0
            d.Add(Z1, where(Z1 > 0, dA1, zeros_like(dA1)));
            //#

            var dZ1 = d[Z1];

            //# W1
            //? As for W2, with the input X.
            //= dW1 = dZ1ᵀ X
            d.Add(W1, dZ1.t().mm(X));
            //#

            //# B1
            //? As for B2.
            //= dB1 = Σₙ dZ1ₙ
            d.Add(B1, dZ1.sum(0, keepdim: true));
            //#
        });
}
