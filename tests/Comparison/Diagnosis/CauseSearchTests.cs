using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diagnosis;

/// <summary>Three tensors, each wrong by a factor of its own, and not time enough to say so.</summary>
public sealed class CauseSearchTests : TensorTest
{
    [Fact]
    public void Each_fault_is_explained_where_there_is_time()
    {
        var report = Comparer.Run(ThreeFactors());
        Assert.Equal(["c", "b", "a"], report.Explanations.Select(explanation => explanation.Tensor).Distinct());
        Assert.Empty(report.Remarks);
    }

    [Fact]
    public void A_spent_budget_leaves_verdicts_and_lines_and_is_named()
    {
        var usual = Comparer.Run(ThreeFactors());
        var report = Comparer.Run(ThreeFactors(), new ComparisonOptions { WhyTime = TimeSpan.FromSeconds(2), Clock = Hurried(3) });
        Assert.Empty(report.Explanations);
        Assert.Equal(usual.Faults.AsEnumerable(), report.Faults.AsEnumerable());
        Assert.Equal(
            usual.Tensors.Select(tensor => (tensor.Name, tensor.Verdict, tensor.FaultAt)),
            report.Tensors.Select(tensor => (tensor.Name, tensor.Verdict, tensor.FaultAt)));
        Assert.Equal(usual.Witness.Select(testimony => testimony.Sentence), report.Witness.Select(testimony => testimony.Sentence));
        Assert.Equal(
            ["The search for causes was stopped after 2 s: no cause was sought for c, b and a. A larger --why-seconds "
                + "(ComparisonOptions.WhyTime) gives it longer."],
            report.Remarks.AsEnumerable());
    }

    [Fact]
    public void Time_that_ends_half_way_ends_with_what_was_found_until_then()
    {
        var clock = new SettableClock();
        var report = Comparer.Run(
            new Hesitant(ThreeFactors(), clock, seconds: 3), new ComparisonOptions { WhyTime = TimeSpan.FromSeconds(7), Clock = clock });
        Assert.Equal("c", Assert.Single(report.Explanations.Select(explanation => explanation.Tensor).Distinct()));
        Assert.StartsWith(
            "The search for causes was stopped after 7 s: not every cause was tried for b and a. ", Assert.Single(report.Remarks),
            StringComparison.Ordinal);
    }

    [Fact]
    public void No_time_is_no_search_and_nothing_to_remark_on()
    {
        var report = Comparer.Run(ThreeFactors(), new ComparisonOptions { WhyTime = TimeSpan.Zero });
        Assert.Equal(["c", "b", "a"], report.Faults.AsEnumerable());
        Assert.Empty(report.Explanations);
        Assert.Empty(report.Remarks);
    }

    [Fact]
    public void The_verdict_is_told_before_causes_are_sought()
    {
        var clock = new SettableClock();
        ComparisonReport? told = null;
        var report = Comparer.Run(
            new Hesitant(ThreeFactors(), clock, seconds: 1),
            new ComparisonOptions { Clock = clock, Judged = judged => told = clock.Now == TimeSpan.Zero ? judged : null });
        Assert.NotNull(told);
        Assert.Equal(
            report.Tensors.Select(tensor => (tensor.Name, tensor.Verdict, tensor.FaultAt)),
            told.Tensors.Select(tensor => (tensor.Name, tensor.Verdict, tensor.FaultAt)));
        Assert.Empty(told.Explanations);
        Assert.Equal("The comparison was stopped before the witness was heard and every cause was tried.", Assert.Single(told.Remarks));
    }

    private static SteppingClock Hurried(double seconds) => new(TimeSpan.FromSeconds(seconds));

    private static Computation ThreeFactors() => Computation.From(
        "three factors",
        [Leaf("a", 0.3, 1.1, -0.7), Leaf("b", 2.1, -1.3, 0.4), Leaf("c", -0.2, 0.9, 1.7)],
        t => (t["a"].square() + t["b"].square() + t["c"].square()).sum(),
        (t, d) =>
        {
            d.Add(t["c"], 3 * 2 * t["c"]);
            d.Add(t["b"], 5 * 2 * t["b"]);
            d.Add(t["a"], 7 * 2 * t["a"]);
        });

    // Offers no variants, and takes its time to say so: for each tensor that is explained.
    private sealed class Hesitant(Computation inner, SettableClock clock, double seconds) : Computation
    {
        public override string Name => inner.Name;

        public override IReadOnlyList<Leaf> Leaves => inner.Leaves;

        public override IEnumerable<Counterfactual> Counterfactuals
        {
            get
            {
                clock.Now += TimeSpan.FromSeconds(seconds);
                return [];
            }
        }

        public override Tensor Forward(Trace t) => inner.Forward(t);

        public override void Backward(Trace t, Gradients d) => inner.Backward(t, d);
    }

    private static Leaf Leaf(string name, params double[] values) => new(name, tensor(values, ScalarType.Float32), LeafRole.Parameter);
}
