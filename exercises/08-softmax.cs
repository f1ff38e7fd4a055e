// Softmax
//
// P = exp(Z) / Σ exp(Z) in each row. Every output depends on every input of its row: the derivative of Pᵢ by Zⱼ
// is Pᵢ (δᵢⱼ − Pⱼ). Summed over i this needs no matrix.
public static class Softmax
{
    public static Computation Exercise => Computation.FromOp(
        "learn softmax",
        [Leaf.Parameter("Z", randn(4, 5))],
        forward: t => t.Watch("P", t["Z"].softmax(1)),
        backward: (t, d, P) =>
        {
            var Z = t["Z"];
            var dP = d[P];

            //# Z
            //? Each row's dP loses its mean, weighed by P, and the rest is multiplied by P.
            //= dZᵢ = Pᵢ (dPᵢ − Σⱼ dPⱼ Pⱼ)
            d.Add(Z, P * (dP - (dP * P).sum(1, keepdim: true)));
            //#
        });
}
