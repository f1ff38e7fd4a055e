// Softmax and cross-entropy, the long way
//
// The loss of a classifier, step by step: E = exp(Z), S = Σ E in each row, P = E / S, G = log(P), and L = −mean
// of G at the true classes, which y (one-hot) marks. Every step has a gradient of its own; the next exercise
// does it all in one.
public static class CrossEntropyLong
{
    public static Computation Exercise => Computation.From(
        "learn cross-entropy-long",
        [
            Leaf.Parameter("Z", randn(6, 4)),
            Leaf.Constant("y", nn.functional.one_hot(randint(0, 4, [6], dtype: ScalarType.Int64), 4).to(ScalarType.Float32)),
        ],
        forward: t =>
        {
            var E = t.Watch("E", t["Z"].exp());                     // (6, 4)
            var S = t.Watch("S", E.sum(1, keepdim: true));          // (6, 1)
            var P = t.Watch("P", E / S);                            // (6, 4)
            var G = t.Watch("G", P.log());                          // (6, 4)
            return -(t["y"] * G).sum() / G.shape[0];
        },
        backward: (t, d) =>
        {
            var (Z, y, E, S, P, G) = (t["Z"], t["y"], t["E"], t["S"], t["P"], t["G"]);
            var N = G.shape[0];

            //# G
            //? Only the true class of each row is in the loss, with the factor −1/N.
            //= dG = −y / N
            d.Add(G, -y / N);
            //#

            var dG = d[G];

            //# P
            //? The derivative of log(p) is 1/p.
            //= dP = dG / P
            d.Add(P, dG / P);
            //#

            var dP = d[P];

            //# S
            //? P = E/S, whose derivative by S is −E/S²; S was repeated along its row.
            //= dSₙ = −Σᵢ dPₙᵢ Eₙᵢ / Sₙ²
            d.Add(S, -(dP * E / (S * S)).sum(1, keepdim: true));
            //#

            var dS = d[S];

            //# E
            //? E is used twice: in P = E/S, and in the sum S.
            //= dE = dP / S + dS
            d.Add(E, dP / S + dS);
            //#

            var dE = d[E];

            //# Z
            //? The derivative of exp is exp itself, which is E.
            //= dZ = dE ∘ E
            d.Add(Z, dE * E);
            //#
        });
}
