using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace ScratchVsAutograd.Tests.Comparison.Diagnosis.Lookup;

/// <summary>One slip: a computation, the tensor that goes wrong, the right causes, and what the explanation has to say.</summary>
public sealed record Slip(string Name, Func<Computation> Computation, string Tensor, CauseKind[] Causes, string Says)
{
    public override string ToString() => Name;
}

/// <summary>Slips as people make them, none of them made for a hypothesis.</summary>
public static class Slips
{
    public static IReadOnlyList<Slip> All { get; } =
    [
        // the local derivative forgotten, or another one in its place
        Activation("atan forgotten", z => z.atan(), (z, a, g) => g.clone(), [DerivativeMissing], "dA / (1 + Z²)"),
        Activation("softplus forgotten", z => z.softplus(1, 20), (z, a, g) => g.clone(), [DerivativeMissing], "dA ∘ σ(Z)"),
        Activation("silu forgotten", z => F.silu(z), (z, a, g) => g.clone(), [DerivativeMissing], "σ(Z)"),
        Activation("silu without the product rule", z => F.silu(z), (z, a, g) => g * z.sigmoid(), [MissingTerm, MissingFactor], ""),
        Activation("softsign forgotten", z => z / (1 + z.abs()), (z, a, g) => g.clone(), [DerivativeMissing], "dA / (1 + |Z|)²"),
        Activation(
            "elu forgotten", z => F.elu(z, 1.0), (z, a, g) => g.clone(), [DerivativeMissing, MaskMissing, MissingFactor, WrongFormula], ""),
        Activation(
            "elu wrong below 0", z => F.elu(z, 1.0), (z, a, g) => g * where(z > 0, ones_like(z), a),
            [MissingTerm, MissingFactor, WrongFormula], "Z ≤ 0"),
        Activation("cube with 2 for 3", z => z.pow(3), (z, a, g) => g * 2 * z.square(), [ConstantFactor], ""),
        Activation("cube, z for z²", z => z.pow(3), (z, a, g) => g * 3 * z, [MissingFactor], "Z"),
        Activation("tanh, 1 − a", z => z.tanh(), (z, a, g) => g * (1 - a), [WrongFormula], "dA ∘ (1 − A²)"),
        Activation("tanh, 1 − z²", z => z.tanh(), (z, a, g) => g * (1 - z.square()), [WrongFormula, Stale], "(1 − A²)"),
        Activation("tanh′ of the output", z => z.tanh(), (z, a, g) => g * (1 - a.tanh().square()), [WrongFormula, Stale], "(1 − A²)"),
        Activation("sigmoid, a for a(1 − a)", z => z.sigmoid(), (z, a, g) => g * a, [MissingFactor], "1 − A"),
        Activation("sigmoid, 1 − a", z => z.sigmoid(), (z, a, g) => g * (1 - a), [MissingFactor], "A"),
        Activation("log forgotten", z => (z.square() + 1).log(), (z, a, g) => g * 2 * z, [MissingFactor], "exp(−A)"),
        Activation("sine for cosine", z => z.sin(), (z, a, g) => g * z.sin(), [WrongFormula, MissingFactor, Stale], "cos(Z)"),
        Activation("sign of cosine", z => z.cos(), (z, a, g) => g * z.sin(), [Sign], ""),
        Activation("exp, z for a", z => z.exp(), (z, a, g) => g * z, [Stale, WrongFormula], "A"),
        Activation(
            "leaky slope on the wrong side", z => where(z > 0, z, 0.2 * z), (z, a, g) => g * where(z > 0, full_like(z, 0.2), ones_like(z)),
            [WrongFormula, MissingFactor, MaskInverted], ""),
        Activation("gaussian without −2z", z => (-z.square()).exp(), (z, a, g) => g * a, [MissingFactor], "Z"),
        Activation("relu squared, z for 2 relu", z => z.relu().square(), (z, a, g) => g * 2 * z, [MaskMissing, MissingFactor], ""),
        Activation("clamp forgotten", z => z.clamp(-1, 1), (z, a, g) => g.clone(), [MaskMissing], ""),

        // softmax and norms
        Activation("log-softmax forgotten", z => z.log_softmax(1), (z, a, g) => g.clone(), [MissingTerm], "∘ exp(A)"),
        Activation("softmax, a ∘ g", z => z.softmax(1), (z, a, g) => g * a, [MissingTerm], ""),
        Activation(
            "softmax, sum for projection", z => z.softmax(1), (z, a, g) => a * (g - g.sum(1, keepdim: true)), [WrongFormula, MissingTerm],
            "Σ₁(dA ∘ A)"),
        Activation(
            "unit length, projection forgotten", z => z / z.norm(1, keepdim: true), (z, a, g) => g / z.norm(1, keepdim: true),
            [MissingTerm], ""),
        Activation("centring forgotten", z => z - z.mean([0L], keepdim: true), (z, a, g) => g.clone(), [MissingTerm], "mean₀"),
        Activation("layer norm, variance term", LayerNorm, (z, a, g) => Rstd(z) * (g - g.mean([1L], keepdim: true)), [MissingTerm], "A"),
        Activation(
            "layer norm, rstd forgotten", LayerNorm, (z, a, g) => g - g.mean([1L], keepdim: true) - a * (g * a).mean([1L], keepdim: true),
            [MissingFactor, FactorAlongAxis], "var₁(Z)"),
        Activation(
            "epsilon outside the root", LayerNorm, (z, a, g) => (g - g.mean([1L], keepdim: true) - a * (g * a).mean([1L], keepdim: true))
                / (z.var([1L], unbiased: false, keepdim: true).sqrt() + 0.001),
                    [FactorAlongAxis, WrongFormula, ExtraFactor, MissingFactor], ""),
        Activation(
            "rms norm, both missing", z => z * (z.square().mean([1L], keepdim: true))
                .rsqrt(), (z, a, g) => g.clone(), [DerivativeMissing], ""),
        Activation("reversed cumsum", z => z.cumsum(1), (z, a, g) => g.cumsum(1), [WrongFormula], "reversed cumsum₁(dA)"),
        Activation("flip forgotten", z => z.flip([1L]), (z, a, g) => g.clone(), [Permutation, DerivativeMissing], ""),

        // products
        Two("product, factors swapped", (x, y) => x * y, (x, y, g) => (g * x, g * y), "X", [Stale, WrongFormula, Swapped], "Y"),
        Two("gradients swapped", (x, y) => x * y.exp(), (x, y, g) => (g * x * y.exp(), g * y.exp()), "X", [Swapped], "swapped"),
        Two(
            "quotient without the square", (x, y) => x / (1 + y.square()),
            (x, y, g) => (g / (1 + y.square()), -g * x * 2 * y / (1 + y.square())), "Y", [MissingFactor], "(1 + Y²)"),
        Two("power rule", (x, y) => x.square() * y, (x, y, g) => (g * x * y, g * x.square()), "X", [ConstantFactor], ""),
        Two("difference, both plus", (x, y) => x - y, (x, y, g) => (g.clone(), g.clone()), "Y", [Sign], ""),
        Two(
            "gate complement", (x, y) => x * y.sigmoid(), (x, y, g) => (g * y.sigmoid(), g * x * y.sigmoid()), "Y", [MissingFactor],
            "1 − σ(Y)"),
        Two("scaled residual", (x, y) => x + 0.5 * y, (x, y, g) => (g.clone(), g.clone()), "Y", [ConstantFactor], ""),
        Two(
            "attention-like gate overwritten", (x, y) => x.tanh() * y.sigmoid(),
            (x, y, g) => (g * (1 - x.tanh().square()), g * x.tanh() * y.sigmoid() * (1 - y.sigmoid())), "X", [MissingFactor], "σ(Y)"),

        // losses
        Loss("mse without 2", (z, t) => (z - t).square().mean(), (z, t) => (z - t) / z.numel(), [ConstantFactor], ""),
        Loss(
            "mse forgets the target", (z, t) => (z - t).square()
                .mean(), (z, t) => 2 * z / z.numel(), [MissingTerm, WrongFormula], "Z / 15 − T / 15"),
        Loss(
            "mse, plus the target", (z, t) => (z - t).square()
                .mean(), (z, t) => 2 * (z + t) / z.numel(), [MissingTerm, TermCoefficient, WrongFormula], "T"),
        Loss("bce on logits without the target", (z, t) => (z.softplus(1, 50) - z * t).sum(), (z, t) => z.sigmoid(), [MissingTerm], "T"),
        Loss(
            "bce derivative twice", (z, t) => (z.softplus(1, 50) - z * t)
                .sum(), (z, t) => (z.sigmoid() - t) * z.sigmoid() * (1 - z.sigmoid()), [ExtraFactor, MissingFactor], "σ(Z)"),
        Loss("poisson, exp forgotten", (z, t) => (z.exp() - z * t).sum(), (z, t) => z - t, [WrongFormula, MissingTerm], "exp(Z)"),
        Loss(
            "penalty forgotten", (z, t) => (z * t).sum() + 0.05 * z.square()
                .sum(), (z, t) => t.clone(), [MissingTerm, MissingContribution], "Z / 10"),
        Loss(
            "log cosh, sinh for tanh", (z, t) => (z - t).cosh().log()
                .sum(), (z, t) => (z - t).sinh(), [MissingFactor, WrongFormula, ExtraFactor], ""),
        Loss(
            "penalty with the wrong sign", (z, t) => (z * t).sum() + 0.05 * z.square()
                .sum(), (z, t) => t - 0.1 * z, [TermCoefficient], "Z / 10"),

        // linear layers, lengths, embeddings
        Dense(
            "derivative inside the product", (x, w, y, g) => (g.mm(w.t()), x.t().mm(g)), "W", [DerivativeMissing, WrongFormula],
            "(1 − Y²)"),
        Dense(
            "derivative at the wrong place", (x, w, y, g) => ((g * (1 - y)).mm(w.t()), x.t().mm(g * (1 - y))), "W",
            [WrongFormula, MissingFactor], "(1 − Y²)"),
        Lengths(
            "not divided by the length", (h, len, g) => g.unsqueeze(1).expand(h.shape)
                .clone(), [MissingFactor, FactorAlongAxis, DerivativeMissing], "len"),
        Lengths(
            "multiplied by the length", (h, len, g) => (g * len.unsqueeze(1)).unsqueeze(1).expand(h.shape)
                .clone(), [MissingFactor, FactorAlongAxis, ExtraFactor, WrongFormula], "len"),
    ];

    private static Tensor LayerNorm(Tensor z) => (z - z.mean([1L], keepdim: true)) * Rstd(z);

    private static Tensor Rstd(Tensor z) => (z.var([1L], unbiased: false, keepdim: true) + 1e-6).rsqrt();

    private static Slip Activation(
        string name, Func<Tensor, Tensor> f, Func<Tensor, Tensor, Tensor, Tensor> dZ, CauseKind[] causes, string says)
        => new(name, () => Drawn(3, () => Computation.From(
            name, [Leaf.Input("X", randn(6, 4)), Leaf.Parameter("W", randn(4, 5)), Leaf.Constant("R", randn(6, 5))],
            t => (t.Watch("A", f(t.Watch("Z", t["X"].mm(t["W"])))) * t["R"]).sum(),
            (t, d) =>
            {
                d.Add(t["A"], t["R"].clone());
                d.Add(t["Z"], dZ(t["Z"], t["A"], d[t["A"]]));
                d.Add(t["W"], t["X"].t().mm(d[t["Z"]]));
            })), "Z", causes, says);

    private static Slip Two(
        string name, Func<Tensor, Tensor, Tensor> f, Func<Tensor, Tensor, Tensor, (Tensor, Tensor)> back, string tensor, CauseKind[] causes,
        string says)
        => new(name, () => Drawn(4, () => Computation.FromOp(
            name, [Leaf.Parameter("X", randn(5, 7)), Leaf.Parameter("Y", randn(5, 7))],
            t => t.Watch("P", f(t["X"], t["Y"])),
            (t, d, P) =>
            {
                var (dX, dY) = back(t["X"], t["Y"], d[P]);
                d.Add(t["X"], dX);
                d.Add(t["Y"], dY);
            })), tensor, causes, says);

    private static Slip Loss(string name, Func<Tensor, Tensor, Tensor> f, Func<Tensor, Tensor, Tensor> dZ, CauseKind[] causes, string says)
        => new(name, () => Drawn(5, () => Computation.From(
            name, [Leaf.Parameter("Z", randn(6, 5)), Leaf.Constant("T", rand(6, 5))],
            t => f(t["Z"], t["T"]), (t, d) => d.Add(t["Z"], dZ(t["Z"], t["T"])))), "Z", causes, says);

    private static Slip Dense(
        string name, Func<Tensor, Tensor, Tensor, Tensor, (Tensor, Tensor)> back, string tensor, CauseKind[] causes, string says)
        => new(name, () => Drawn(6, () => Computation.FromOp(
            name, [Leaf.Input("X", randn(6, 4)), Leaf.Parameter("W", randn(4, 3))],
            t => t.Watch("Y", t["X"].mm(t["W"]).tanh()),
            (t, d, Y) =>
            {
                var (dX, dW) = back(t["X"], t["W"], Y, d[Y]);
                d.Add(t["X"], dX);
                d.Add(t["W"], dW);
            })), tensor, causes, says);

    private static Slip Lengths(string name, Func<Tensor, Tensor, Tensor, Tensor> dH, CauseKind[] causes, string says)
        => new(name, () => Drawn(7, () => Computation.FromOp(
            name, [Leaf.Parameter("H", randn(4, 5, 3)), Leaf.Constant("len", tensor(new float[] { 2, 3, 5, 4 }))],
            t => t.Watch("M", t["H"].sum([1L]) / t["len"].unsqueeze(1)),
            (t, d, M) => d.Add(t["H"], dH(t["H"], t["len"], d[M])))), "H", causes, says);

    private static Computation Drawn(long seed, Func<Computation> make)
    {
        random.manual_seed(seed);
        return make();
    }
}
