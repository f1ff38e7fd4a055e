using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace ScratchVsAutograd.Tests.Comparison.Diagnosis.Lookup;

/// <summary>Slips in whole ops: convolutions, embeddings, heads, gates, inverses, norms, pooling.</summary>
public static class OpSlips
{
    public static IReadOnlyList<Slip> All { get; } =
    [
        Op(
            "conv, flipped kernel", [P("X", 2, 3, 10), P("W", 4, 3, 3)], [2, 4, 10], t => F.conv1d(t["X"], t["W"], padding: 1),
            (t, g) => Conv(t, g, 1, true), "X", [WrongFormula], "flip₂(W)"),
        Op(
            "conv, stride forgotten", [P("X", 2, 3, 9), P("W", 4, 3, 3)], [2, 4, 4], t => F.conv1d(t["X"], t["W"], stride: 2),
            (t, g) => Conv(t, g, 1, false), "X", [WrongFormula], "conv_transpose(dY, W, stride 2)"),
        Op(
            "softplus, its β forgotten", [P("X", 6, 7)], [6, 7], t => (1 + (3 * t["X"]).exp()).log() / 3, (t, g) => g * t["X"].sigmoid(),
            "X", [WrongFormula], "dY ∘ σ(3 · X)"),
        Op(
            "a mean of all until then, not divided", [P("X", 4, 6)], [4, 6],
            t => t["X"].cumsum(1) / arange(1, 7, dtype: t["X"].dtype), (t, g) => g.flip([1L]).cumsum(1).flip([1L]),
            "X", [WrongFormula], "dY / (index₁ + 1)"),
        Op(
            "distances, the squares taken for constant", [P("A", 6, 3), P("B", 5, 3)], [6, 5],
            t => t["A"].square().sum(1, keepdim: true) - 2 * t["A"].mm(t["B"].t()), (t, g) => -2 * g.mm(t["B"]),
            "A", [MissingTerm], "+ 2 · Σ₁(dY) ∘ A"),
        Op(
            "one scale for all, its factor forgotten", [P("X", 6, 5), P("s", 1)], [6, 5], t => t["X"] * t["s"],
            (t, g) => g.sum().reshape(1), "s", [WrongFormula, MissingFactor], "Σ₀₁(dY ∘ X)"),
        Op(
            "mixed in the wrong proportion", [P("X", 6, 5)], [6, 5], t => 0.7 * t["X"], (t, g) => 0.3 * g,
            "X", [WrongFormula], "is 0.3 · dY, it should be 0.7 · dY"),
        Op(
            "heads overwritten", [P("X", 5, 6), P("W", 3, 6, 4)], [3, 5, 4], t => t["X"].unsqueeze(0).expand(3, 5, 6)
                .bmm(t["W"]), (t, g) => g[2].mm(t["W"][2].t()), "X", [WrongFormula], "at the last"),
        Op(
            "positions scattered by token", [P("Pos", 6, 4), Ids], [6, 4], t => t["Pos"] * 1, (t, g) => zeros_like(t["Pos"])
                .index_add(0, t["ids"], g, 1), "Pos", [WrongFormula], "is index_add(dY by ids), it should be dY"),
        Op(
            "inverse, not transposed", [Square()], [4, 4], t => linalg.inv(t["A"]), (t, g) => -t["Y"].mm(g)
                .mm(t["Y"]), "A", [WrongFormula], "A⁻ᵀ · dY · A⁻ᵀ"),
        Op(
            "solve, not transposed", [P("B", 4, 3), Square()], [4, 3], t => linalg.solve(t["A"], t["B"]), (t, g) => linalg.solve(t["A"], g),
            "B", [WrongFormula], "A⁻ᵀ · dY"),
        Op(
            "gated unit, half without its factor", [P("X", 5, 6)], [5, 3], t => t["X"].narrow(1, 0, 3) * t["X"].narrow(1, 3, 3)
                .sigmoid(), (t, g) => Gated(t["X"], g), "X", [MissingFactor], "X[:, 0:3]"),
        Op(
            "max pooling, spread evenly", [P("X", 2, 3, 8)], [2, 3, 4], t => t["X"].reshape(2, 3, 4, 2)
                .amax(-1), (t, g) => g.repeat_interleave(2, -1) / 2, "X", [WrongFormula], "[X − repeat(Y, 1×1×2) = 0]"),
        Op(
            "batched softmax, sum over the wrong axis", [P("S", 2, 5, 5)], [2, 5, 5], t => t["S"].softmax(-1),
            (t, g) => t["Y"] * (g - (t["Y"] * g).sum(1, keepdim: true)), "S", [WrongFormula], "Σ₂(dY ∘ Y)"),
        Op("clipped inside", [P("X", 6, 5)], [6, 5], t => t["X"] * 3, (t, g) => (3 * g).clamp(-1, 1), "X", [WrongFormula], "cut off at ±1"),
        Op(
            "other tensor in the product", [P("a", 5, 4), P("b", 5, 4), P("w", 5, 4)], [5, 4], t => t["a"] + t["w"] * (t["b"] - t["a"]),
            (t, g) => g * (t["b"] + t["a"]), "w", [TermCoefficient, WrongFormula, Sign], "dY ∘ b − dY ∘ a"),
        Loss(
            "label smoothing forgotten", t => -((0.9 * Hot(t) + 0.1 / 4) * t["z"].log_softmax(1))
                .sum() / 8, t => (t["z"].softmax(1) - Hot(t)) / 8, [TermCoefficient, MissingTerm, WrongFormula], "1/320"),
        Loss("one-hot forgotten", t => F.cross_entropy(t["z"], t["y"]), t => t["z"].softmax(1) / 8, [MissingTerm], "one_hot(y) / 8"),
        Loss(
            "class weight forgotten", t => -(
                t["w"].index_select(0, t["y"]) * t["z"].log_softmax(1).gather(1, t["y"].unsqueeze(1)).squeeze(1))
                    .mean(), t => (t["z"].softmax(1) - Hot(t)) / 8, [MissingFactor], "w[y]"),
    ];

    private static Func<Leaf> Ids => () => Leaf.Constant("ids", tensor(new long[] { 1, 3, 1, 5, 0, 2 }));

    private static Func<Leaf> P(string name, params long[] shape) => () => Leaf.Parameter(name, randn(shape));

    private static Func<Leaf> Square() => () => Leaf.Parameter("A", randn(4, 4) + 4 * eye(4));

    private static Tensor Hot(Trace t) => F.one_hot(t["y"], 4).to(t["z"].dtype);

    private static Tensor Gated(Tensor X, Tensor g)
    {
        var s = X.narrow(1, 3, 3).sigmoid();
        return cat([g * s, g * s * (1 - s)], 1);
    }

    private static Tensor Conv(Trace t, Tensor g, int stride, bool isFlipped)
    {
        var padding = g.shape[2] == t["X"].shape[2] ? 1 : 0;
        var padded = zeros(2, 3, t["X"].shape[2] + 2 * padding, g.dtype);
        for (var k = 0; k < 3; k++)
            padded.narrow(2, k, stride * (g.shape[2] - 1) + 1).add_(einsum("nol,oc->ncl", g, t["W"][.., .., isFlipped ? 2 - k : k]));
        return padded.narrow(2, padding, t["X"].shape[2]).clone();
    }

    private static Slip Op(
        string name, Func<Leaf>[] leaves, long[] shape, Func<Trace, Tensor> forward, Func<Trace, Tensor, Tensor> back, string wrong,
        CauseKind[] causes, string says)
        => new(name, () => Drawn(() => Computation.From(
            name,
            [.. leaves.Select(leaf => leaf())
                .Select(leaf => leaf.Name == wrong || leaf.Role == LeafRole.Constant ? leaf : Leaf.Input(leaf.Name, leaf.Value)),
                    Leaf.Constant("R", randn(shape))],
            t => (t.Watch("Y", forward(t)) * t["R"]).sum(),
            (t, d) =>
            {
                d.Add(t["Y"], t["R"].clone());
                d.Add(t[wrong], back(t, d[t["Y"]]));
            })), wrong, causes, says);

    private static Slip Loss(string name, Func<Trace, Tensor> forward, Func<Trace, Tensor> back, CauseKind[] causes, string says)
        => new(name, () => Drawn(() => Computation.From(
            name,
            [
                Leaf.Parameter("z", randn(8, 4)), Leaf.Constant("y", tensor(new long[] { 2, 0, 1, 3, 1, 0, 3, 2 })),
                Leaf.Constant("w", rand(4) + 0.5)],
            t =>
            {
                t.Keep("p", t["z"].softmax(1));
                return forward(t);
            },
            (t, d) => d.Add(t["z"], back(t)))), "z", causes, says);

    private static Computation Drawn(Func<Computation> make)
    {
        random.manual_seed(5);
        return make();
    }
}
