using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diagnosis;

/// <summary>A computation that is large enough to be searched in a sample: what is told has the numbers of the whole.</summary>
public sealed class LargeFaultsTests : TensorTest
{
    private const int Rows = 1280;
    private const int In = 256;
    private const int Out = 384;

    [Fact]
    public void A_wrong_derivative_is_named()
        => Named("the gradient of Z is dA ∘ (1 − A), it should be dA ∘ (1 − A²)", (t, d) => d.Add(t["Z"], d[t["A"]] * (1 - t["A"])), "Z");

    [Fact]
    public void A_constant_is_that_of_the_whole()
        => Named("The gradient of b is 1280 times too small", (t, d) => d.Add(t["b"], d[t["Z"]].mean([0L], keepdim: true)), "b");

    [Fact]
    public void So_is_one_of_several_terms()
        => Named(
            "the gradient of A has the term + T / 245760 where − T / 245760 is right: the other sign",
            (t, d) => d.Add(t["A"], 2 * (t["A"] + t["T"]) / t["A"].numel()), "A");

    // What holds on the sample only is not told.
    [Fact]
    public void A_mistake_in_other_rows_is_not_explained_by_a_sample()
    {
        var report = Comparer.Run(
            Layer((t, d) => d.Add(t["Z"], d[t["A"]] * (1 - t["A"].square()) * (t["X"].shape[0] < Rows ? 2 : 3)), "Z"), Options);
        Assert.DoesNotContain(report.Explanations, explanation => explanation.Text.Contains("2 times", StringComparison.Ordinal));
    }

    // A native product of other sizes would end the process, and with it somebody's tests.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_where_it_may_be_is_a_computation_given_smaller_leaves(bool mayBe)
    {
        var seen = new HashSet<long>();
        var computation = Layer(
            (t, d) =>
            {
                seen.Add(t["X"].shape[0]);
                d.Add(t["A"], (t["A"] - t["T"]) / t["A"].numel());
            },
            "A");
        Comparer.Run(computation, Options with { WhyTime = TimeSpan.FromSeconds(20), TriesSmallerLeaves = mayBe });
        Assert.Equal(mayBe, seen.Count > 1);
    }

    private static ComparisonOptions Options
        => new() { Witness = WitnessMode.Never, WhyTime = TimeSpan.FromMinutes(5), TriesSmallerLeaves = true };

    private static void Named(string text, Action<Trace, Gradients> wrong, string at)
    {
        var report = Comparer.Run(Layer(wrong, at), Options);
        Assert.Equal(text, report.Explanations[0].Text.TrimEnd('.'), ignoreCase: true);
    }

    private static Computation Layer(Action<Trace, Gradients> wrong, string at)
    {
        manual_seed(1);
        Leaf[] leaves =
        [
            Leaf.Input("X", randn(Rows, In)), Leaf.Parameter("W", randn(In, Out) / Math.Sqrt(In)), Leaf.Parameter("b", randn(1, Out)),
            Leaf.Constant("T", randn(Rows, Out)),
        ];
        return Computation.From("layer", leaves, t =>
        {
            var Z = t.Watch("Z", t["X"].mm(t["W"]) + t["b"]);
            return (t.Watch("A", Z.tanh()) - t["T"]).square().sum() / t["T"].numel();
        }, (t, d) =>
        {
            Step("A", () => d.Add(t["A"], 2 * (t["A"] - t["T"]) / t["A"].numel()));
            Step("Z", () => d.Add(t["Z"], d[t["A"]] * (1 - t["A"].square())));
            Step("W", () => d.Add(t["W"], t["X"].t().mm(d[t["Z"]])));
            Step("b", () => d.Add(t["b"], d[t["Z"]].sum(0, keepdim: true)));

            void Step(string name, Action right)
            {
                if (name == at) wrong(t, d);
                else right();
            }
        });
    }
}
