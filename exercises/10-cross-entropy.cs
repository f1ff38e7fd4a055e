// Softmax and cross-entropy in one line
//
// The same loss from the logits Z (6, 4) and the classes y (6,): all steps of the long way together are one
// short formula, in which nothing overflows and no logarithm of 0 occurs.
public static class CrossEntropy
{
    public static Computation Exercise => Computation.From(
        "learn cross-entropy",
        [Leaf.Parameter("Z", randn(6, 4)), Leaf.Constant("y", randint(0, 4, [6], dtype: ScalarType.Int64))],
        forward: t => nn.functional.cross_entropy(t["Z"], t["y"]),
        backward: (t, d) =>
        {
            var (Z, y) = (t["Z"], t["y"]);
            var N = Z.shape[0];
            var P = Z.softmax(1);
            var oneHot = nn.functional.one_hot(y, Z.shape[1]).to(Z.dtype);

            //# Z
            //? The probabilities, less 1 at the true class: what the network says, less what it should have said.
            //= dZ = (P − onehot(y)) / N
            d.Add(Z, (P - oneHot) / N);
            //#
        });
}
