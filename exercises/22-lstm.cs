// A step of an LSTM
//
// From the four parts A (4, 5, 3) come the gates i, f and o (σ) and the candidate g (tanh). The memory is C = f
// ∘ M + i ∘ g, the state H = o ∘ tanh(C). The memory has one way back that is only multiplied by f: gradients
// last.
public static class Lstm
{
    public static Computation Exercise => Computation.FromOp(
        "learn lstm",
        [Leaf.Parameter("A", randn(4, 5, 3)), Leaf.Parameter("M", randn(5, 3))],
        forward: t =>
        {
            var i = t.Watch("i", t["A"][0].sigmoid());                  // each (5, 3)
            var f = t.Watch("f", t["A"][1].sigmoid());
            var g = t.Watch("g", t["A"][2].tanh());
            var o = t.Watch("o", t["A"][3].sigmoid());
            var C = t.Watch("C", f * t["M"] + i * g);
            return t.Watch("H", o * C.tanh());
        },
        backward: (t, d, H) =>
        {
            var (A, M, i, f, g, o, C) = (t["A"], t["M"], t["i"], t["f"], t["g"], t["o"], t["C"]);
            var dH = d[H];

            //# o
            //? The derivative of a product by one factor is the other one.
            //= do = dH ∘ tanh(C)
            d.Add(o, dH * C.tanh());
            //#

            //# C
            //? Through the product with o, then through the tanh.
            //= dC = dH ∘ o ∘ (1 − tanh²(C))
            d.Add(C, dH * o * (1 - C.tanh().square()));
            //#

            var dC = d[C];

            //# M
            //? The memory before meets the forget gate.
            //= dM = dC ∘ f
            d.Add(M, dC * f);
            //#

            //# f
            //? The forget gate meets the memory before.
            //= df = dC ∘ M
            d.Add(f, dC * M);
            //#

            //# i
            //? The input gate meets the candidate.
            //= di = dC ∘ g
            d.Add(i, dC * g);
            //#

            //# g
            //? The candidate meets the input gate.
            //= dg = dC ∘ i
            d.Add(g, dC * i);
            //#

            //# A
            //? Each part through its own function: σ' = σ (1 − σ) for three, tanh' = 1 − tanh² for g; stacked as A is.
            //= dA = [di ∘ i (1 − i), df ∘ f (1 − f), dg ∘ (1 − g²), do ∘ o (1 − o)]
            d.Add(A, stack([d[i] * i * (1 - i), d[f] * f * (1 - f), d[g] * (1 - g * g), d[o] * o * (1 - o)]));
            //#
        });
}
