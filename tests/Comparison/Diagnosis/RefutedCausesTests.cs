using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Harness.Experiments.Notebook;
using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diagnosis;

/// <summary>Causes that fit the numbers at hand and are none: on other leaf values, or with what ties nudged apart, they do not hold.</summary>
public sealed class RefutedCausesTests : TensorTest
{
    private const int Seeds = 6;

    // A wrong backward, the cause that must be given, and what else must be said.
    private static readonly Dictionary<string, (Func<Computation> Make, CauseKind Cause, string Says)> Cases = new()
    {
        // Zeros of the output tie for its minimum, and so the mask was once taken for a tie.
        ["a forgotten ReLU"] = (() => Op(t => t["X"].relu(), (t, dY) => dY * 1, X(9, 7)), MaskMissing, "where X < 0"),
        ["a forgotten lower bound"] = (() => Op(t => t["X"].clamp(-0.5, 0.5), (t, dY) => dY * (t["X"] < 0.5), X(9, 7)), MaskMissing, "where X < -0.5"),
        ["a forgotten padding"] = (() => Op(t => t["X"] * t["m"], (t, dY) => dY * 1, X(12, 4), Constant("m", arange(12).reshape(12, 1).remainder(3) > 0)), MaskMissing, "where m = 0"),
        ["one at the zeros of a ReLU"] = (
            () => Op(t => t["X"].relu(), (t, dY) => dY * (t["X"] >= 0), Leaf.Parameter("X", (randn(10, 6) + 1) * (rand(10, 6) > 0.1))), CauseKind.KinkConvention, "X is exactly 0"),
        ["all to the first of those that tie"] = (
            () => Op(t => t["X"].amax([1L], keepdim: true), (t, dY) => zeros_like(t["X"]).scatter(1, t["X"].argmax(1, keepdim: true), dY), Leaf.Parameter("X", randn(12, 6).round())),
            CauseKind.MaxTies, "the maximum of X along axis 1"),
        ["a mask too many"] = (() => Op(t => t["X"] * 3, (t, dY) => 3 * dY * (t["X"] > 0), X(8, 6)), ExtraMask, "zero where X < 0"),
        ["statistics that are constants"] = (
            () => Op(t => (t["X"] - t["m"]) / t["s"], (t, dY) => (dY - dY.mean([0L], keepdim: true)) / t["s"], X(9, 4), Constant("m", randn(4)), Constant("s", rand(4) + 1)),
            ExtraTerm, "too many"),
        ["a mean forgotten"] = (() => Op(t => t["X"] - t["X"].mean([1L], keepdim: true), (t, dY) => dY * 1, X(6, 8)), MissingTerm, "lacks the term − mean₁(dY)"),
        ["a sum for a mean"] = (
            () => Op(t => t["X"] - t["X"].mean([1L], keepdim: true), (t, dY) => dY - dY.sum([1L], keepdim: true), X(6, 8)), TermCoefficient, "8 times too large"),
        ["a sign within"] = (() => Op(t => t["X"] * t["A"] - t["X"] * t["B"], (t, dY) => dY * t["A"] + dY * t["B"], X(5, 6), Constant("A", randn(5, 6)), Constant("B", randn(5, 6))), TermCoefficient, "the term + dY ∘ B where − dY ∘ B is right"),
        ["a product too many"] = (() => Op(t => t["X"] * t["A"], (t, dY) => dY * t["A"] + dY * t["B"], X(5, 6), Constant("A", randn(5, 6)), Constant("B", randn(5, 6))), ExtraTerm, "the term + dY ∘ B too many"),
        ["half of a penalty"] = (Penalty, TermCoefficient, "its use in the loss sends back has a coefficient 2 times too small"),
        ["a scalar too many"] = (() => Op(t => t["X"] * t["a"], (t, dY) => dY * t["a"].square(), X(4, 3), Leaf.Parameter("a", tensor(0.7f))), CauseKind.ConstantFactor, "has the factor a too many"),
        ["an exponential of large numbers"] = (
            () => Op(t => t["X"].logsumexp(1, keepdim: true), (t, dY) => dY * t["X"].exp() / t["X"].exp().sum([1L], keepdim: true), Leaf.Parameter("X", 900 + 90 * randn(5, 6))), NonFinite, "overflows"),
        ["a root in a masked place"] = (
            () => Op(t => where(t["X"] > 0, t["X"].clamp(min: 1e-12).sqrt(), 0 * t["X"]), (t, dY) => dY * (t["X"] > 0) * 0.5 / t["X"].sqrt(), Leaf.Parameter("X", (randn(6, 6) + 0.5).relu())),
            NonFinite, "0 · ∞"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_true_cause_is_given_whatever_the_numbers(string name)
    {
        var (make, cause, says) = Cases[name];
        foreach (var explanation in Enumerable.Range(0, Seeds).Select(seed => Explained(make, seed)))
        {
            Assert.Equal(cause, explanation.Cause);
            Assert.Contains(says, $"{explanation.Text} {explanation.Evidence} {explanation.Fix}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_formula_that_goes_from_the_loss_straight_to_the_logits_need_not_read_what_is_in_between()
    {
        foreach (var report in Enumerable.Range(0, Seeds).Select(seed => Report(() => Fused(t => t["P"]), seed)))
            Assert.DoesNotContain(report.Explanations, explanation => explanation.Cause is UpstreamIgnored or ExtraTerm);
        var tenfold = Explained(() => Fused(t => t["P"] - t["y"]), seed: 1);
        Assert.Equal((CauseKind.ConstantFactor, "The gradient of Z is 10 times too large."), (tenfold.Cause, tenfold.Text));
    }

    [Fact]
    public void What_is_far_smaller_than_the_difference_does_not_explain_it()
    {
        var report = Comparer.Run(NotebookExperiment.Prepare(new NotebookSettings { Data = "random:1x5x2" }).Computation);
        var explanation = Assert.Single(report.Explanations);
        Assert.Equal(Cancellation, explanation.Cause);
        Assert.Contains("in float64 by 1e-10", explanation.Evidence, StringComparison.Ordinal);
        var larger = Comparer.Run(NotebookExperiment.Prepare(new NotebookSettings { Data = "random:1x5x2", Epsilon = 1e-3 }).Computation);
        Assert.Equal(CauseKind.Counterfactual, Assert.Single(larger.Explanations).Cause);
    }

    [Fact]
    public void A_number_that_other_leaves_change_is_no_constant_factor()
    {
        var report = Report(() => Op(t => t["X"] * 2, (t, dY) => 2 * dY * t["X"].norm(), X(4, 3)), seed: 1);
        var explanation = Assert.Single(report.Explanations);
        Assert.Equal(CauseKind.ExtraFactor, explanation.Cause);
        Assert.Contains("norm₀₁(X)", explanation.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hypothesis_that_stops_has_found_nothing()
    {
        Assert.Null(Attempt.At<string>(() => throw new InvalidOperationException("a tensor of no axis")));
        Assert.False(Attempt.At<bool>(() => ones(2).reshape(3).item<bool>()));
    }

    [Fact]
    public void Tensors_of_no_axis_of_no_element_and_of_integers_cost_no_report()
    {
        var explanation = Explained(() => Op(
            t =>
            {
                t.Keep("places", t["X"].argmax(1));
                t.Keep("integers", t["X"].to(ScalarType.Int32));
                t.Keep("half", t["X"].detach().to(ScalarType.BFloat16));
                t.Keep("one", tensor(1));
                return cat([t["X"], t["empty"]], 0).relu();
            },
            (t, dY) => dY.narrow(0, 0, 6) * 1, X(6, 4), Leaf.Constant("empty", zeros(0, 4))), seed: 1);
        Assert.Equal(MaskMissing, explanation.Cause);
    }

    private static Explanation Explained(Func<Computation> make, int seed) => Assert.Single(Report(make, seed).Explanations);

    private static ComparisonReport Report(Func<Computation> make, int seed)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        var report = Comparer.Run(make(), new ComparisonOptions { Witness = WitnessMode.Never, WhyTime = TimeSpan.FromMinutes(5) });
        Assert.False(report.Agrees);
        return report;
    }

    private static Computation Op(Func<Trace, Tensor> forward, Func<Trace, Tensor, Tensor> dX, params Leaf[] leaves)
        => Computation.FromOp("op", leaves, t => t.Watch("Y", forward(t)), (t, d, Y) =>
        {
            d.Add(t["X"], dX(t, d[Y]));
            if (leaves.Any(leaf => leaf.Name == "a")) d.Add(t["a"], (d[Y] * t["X"]).sum());
        });

    private static Computation Penalty() => Computation.From(
        "penalty", [Leaf.Parameter("W", randn(6, 4)), Leaf.Constant("A", randn(8, 6)), Leaf.Constant("T", randn(8, 4))],
        t => (t.Watch("Y", t["A"].mm(t["W"])) - t["T"]).square().sum() + 0.1 * t["W"].square().sum(),
        (t, d) =>
        {
            d.Add(t["Y"], 2 * (t["Y"] - t["T"]));
            d.Add(t["W"], t["A"].t().mm(d[t["Y"]]) + 0.1 * t["W"]);
        });

    private static Computation Fused(Func<Trace, Tensor> dZ) => Computation.From(
        "logistic", [Leaf.Parameter("Z", randn(10, 1)), Constant("y", arange(10).reshape(10, 1).remainder(2) > 0)],
        t =>
        {
            var P = t.Watch("P", t["Z"].sigmoid());
            return -(t["y"] * P.log() + (1 - t["y"]) * (1 - P).log()).mean();
        },
        (t, d) =>
        {
            var (P, y) = (t["P"], t["y"]);
            d.Add(P, (P - y) / (P * (1 - P)) / 10);
            d.Add(t["Z"], dZ(t) * 1);
        });

    private static Leaf X(params long[] shape) => Leaf.Parameter("X", randn(shape));

    private static Leaf Constant(string name, Tensor value) => Leaf.Constant(name, value.to(ScalarType.Float32));
}
