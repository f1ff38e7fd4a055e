using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diagnosis.Lookup;

/// <summary>Slips in losses and in what stands right before them, and in what moves elements about.</summary>
public static class LossSlips
{
    public static IReadOnlyList<Slip> All { get; } =
    [
        Loss(
            "root mean square, the root forgotten", () => randn(8, 5), (p, y) => (p - y).square().mean()
                .sqrt(), (p, y) => 2 * (p - y) / p.numel(), [WrongFormula, MissingFactor], "rms₀₁(p − y)"),
        Loss(
            "soft targets, logits for probabilities", () => randn(8, 5).softmax(1), (z, q) => -(q * z.log_softmax(1))
                .sum() / 8, (z, q) => (z - q) / 8, [WrongFormula], "softmax₁(p)"),
        Loss(
            "soft targets, softmax along the wrong axis", () => randn(8, 5).softmax(1), (z, q) => -(q * z.log_softmax(1))
                .sum() / 8, (z, q) => (z.softmax(0) - q) / 8, [WrongFormula], "softmax₁(p)"),
        Loss(
            "Huber, the difference itself beyond the bound", () => randn(8, 5),
            (p, y) => where((p - y).abs() <= 1, (p - y).square() / 2, (p - y).abs() - 0.5)
                .mean(), (p, y) => (p - y) / p.numel(), [WrongFormula], "sign(p − y) / 40"),
        Loss(
            "an ε under a root, left out", () => randn(8, 5), (p, y) => ((p - y).square() + 0.04).sqrt().sum(), (p, y) => (p - y).sign(),
            [WrongFormula], "(p − y) / √((p − y)² + 0.04)"),
        Loss(
            "overlap over sum, the sum taken for constant", () => rand(8, 5), (p, y) => ((p * y).sum(1) / (p + y).sum(1)).sum(),
            (p, y) => y / (p + y).sum(1, keepdim: true), [MissingTerm], "Σ₁(p ∘ y) / Σ₁(p + y)²"),
        Loss(
            "cosine, the length taken for constant", () => randn(8, 5), (p, y) => ((p * y).sum(1) / (p.norm(1) * y.norm(1))).sum(),
            (p, y) => y / (p.norm(1, keepdim: true) * y.norm(1, keepdim: true)), [MissingTerm], "norm₁(p)³"),
        Loss(
            "smoothed targets, not smoothed in backward", () => randn(8, 5).softmax(1),
            (z, q) => -((0.8 * q + 0.04) * z.log_softmax(1)).sum(), (z, q) => z.softmax(1) - q, [WrongFormula], "0.8 · y"),
        new("batch norm, half of the projection", () => Drawn(() => Computation.From(
            "batch norm", [Leaf.Parameter("x", randn(9, 4)), Leaf.Constant("k", randn(9, 4))],
            t =>
            {
                var v = t.Keep("v", (t["x"] - t["x"].mean([0L])).square().mean([0L]));
                var h = t.Watch("h", (t["x"] - t["x"].mean([0L])) / (v + 1e-5).sqrt());
                return (h * t["k"]).sum();
            },
            (t, d) =>
            {
                d.Add(t["h"], t["k"].clone());
                var dh = d[t["h"]];
                d.Add(t["x"], (dh - dh.mean([0L]) - 0.5 * t["h"] * (dh * t["h"]).mean([0L])) / (t["v"] + 1e-5).sqrt());
            })), "x", [TermCoefficient], "a coefficient 2 times too small"),
        new("quadratic form, one half doubled", () => Drawn(() => Computation.From(
            "quadratic form", [Leaf.Parameter("x", randn(6, 1)), Leaf.Input("A", randn(6, 6))],
            t => t.Watch("q", t["x"].t().mm(t["A"]).mm(t["x"])).sum(),
            (t, d) =>
            {
                d.Add(t["q"], ones_like(t["q"]));
                d.Add(t["x"], 2 * t["A"].mm(t["x"]));
            })), "x", [WrongFormula], "A · x + Aᵀ · x"),
        new("attention, probabilities for their gradient", () => Drawn(() => Computation.From(
            "attention", [Leaf.Parameter("Q", randn(6, 4)), Leaf.Input("K", randn(7, 4)), Leaf.Constant("R", randn(6, 7))],
            t => (t.Watch("P", t.Watch("S", t["Q"].mm(t["K"].t())).softmax(1)) * t["R"]).sum(),
            (t, d) =>
            {
                d.Add(t["P"], t["R"].clone());
                var dP = d[t["P"]];
                d.Add(t["S"], t["P"] * (dP - (dP * t["P"]).sum(1, keepdim: true)));
                d.Add(t["Q"], t["P"].mm(t["K"]));
            })), "Q", [WrongFormula, Stale], "dS · K"),
        new("concatenation, the second part for the first", () => Drawn(() => Computation.From(
            "concatenation", [Leaf.Parameter("x", randn(6, 4)), Leaf.Input("y", randn(6, 4)), Leaf.Constant("R", randn(6, 8))],
            t => (t.Watch("Y", cat([t["x"], t["y"]], 1)) * t["R"]).sum(),
            (t, d) =>
            {
                d.Add(t["Y"], t["R"].clone());
                d.Add(t["x"], d[t["Y"]].narrow(1, 4, 4).clone());
            })), "x", [WrongFormula], "dY[:, 0:4]"),
        new("the neighbour forgotten", () => Drawn(() => Computation.From(
            "differences", [Leaf.Parameter("x", randn(6, 7)), Leaf.Constant("R", randn(6, 7))],
            t => (t.Watch("Y", t["x"] - t["x"].roll(1, 1)) * t["R"]).sum(),
            (t, d) =>
            {
                d.Add(t["Y"], t["R"].clone());
                d.Add(t["x"], d[t["Y"]].clone());
            })), "x", [MissingTerm], "roll₁(dY, −1)"),
    ];

    private static Slip Loss(
        string name, Func<Tensor> target, Func<Tensor, Tensor, Tensor> forward, Func<Tensor, Tensor, Tensor> back, CauseKind[] causes,
        string says)
        => new(name, () => Drawn(() => Computation.From(
            name, [Leaf.Parameter("p", randn(8, 5)), Leaf.Constant("y", target())],
            t => forward(t["p"], t["y"]), (t, d) => d.Add(t["p"], back(t["p"], t["y"])))), "p", causes, says);

    private static Computation Drawn(Func<Computation> make)
    {
        random.manual_seed(5);
        return make();
    }
}
