// One matrix, used twice
//
// As in GPT-2, the table E (7, 4) makes vectors of tokens, X = E[i], and logits of vectors, Z = X Eᵀ: each token
// predicts the next, k, by cross-entropy.
public static class Tied
{
    public static Computation Exercise => Computation.From(
        "learn tied",
        [
            Leaf.Parameter("E", randn(7, 4)), Leaf.Constant("i", tensor(new long[] { 1, 5, 5, 0, 3 })),
            Leaf.Constant("k", tensor(new long[] { 5, 5, 0, 3, 6 })),
        ],
        forward: t =>
        {
            var X = t.Watch("X", t["E"][t["i"]]);               // (5, 4)
            var Z = t.Watch("Z", X.mm(t["E"].t()));             // (5, 7)
            return nn.functional.cross_entropy(Z, t["k"]);
        },
        backward: (t, d) =>
        {
            var (E, i, k, X, Z) = (t["E"], t["i"], t["k"], t["X"], t["Z"]);

            //# Z
            //? The probabilities less the truth, divided by the rows.
            //= dZ = (softmax(Z) − onehot(k)) / 5
            d.Add(Z, (Z.softmax(1) - nn.functional.one_hot(k, 7).to(Z.dtype)) / 5);
            //#

            var dZ = d[Z];

            //# X
            //? A linear layer's input.
            //= dX = dZ E
            d.Add(X, dZ.mm(E));
            //#

            var dX = d[X];

            //# E
            //? Two uses, two terms: as the weights of a linear layer, and as a table, whose rows may be asked for more than once.
            //= dE = dZᵀ X, plus dXₙ in row iₙ
            d.Add(E, dZ.t().mm(X).index_add(0, i, dX, 1));
            //#
        });
}
