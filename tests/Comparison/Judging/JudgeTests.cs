using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Judging;

/// <summary>
/// The smallest cases of what random computations showed (<see cref="FalseAlarms.FalseAlarmTests"/>): right backward passes that
/// were accused, and beside each the mistake that must not pass for it.
/// </summary>
public sealed class JudgeTests : TensorTest
{
    public static TheoryData<string> Mistakes => ["doubled", "sign", "dropped"];

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    public void A_sum_of_deviations_has_no_gradient_although_float64_shows_one(ScalarType dtype)
    {
        // Exact in float32, where the mean of equal numbers is that number, and a rounding in float64.
        var report = Report(
            dtype, t => (t.Watch("Y", t["X"] - t["X"].mean([0L], keepdim: true)) * t["c"]).sum(),
            (t, d) =>
            {
                var dY = t["c"].expand(t["Y"].shape);
                d.Add(t["Y"], dY);
                d.Add(t["X"], dY - dY.mean([0L], keepdim: true));
            },
            Parameter("X", linspace(1, 2, 4099).reshape(4099, 1)), Constant("c", full([1, 1], 1e-8)));
        AssertPasses(report);
    }

    [Fact]
    public void The_bias_before_a_normalization_may_be_left_out()
        => AssertPasses(Normalized((t, d, dZ) => d.Add(t["W"], t["X"].t().mm(dZ))));

    [Fact]
    public void But_not_the_weights()
        => Assert.Equal(Verdict.Missing, Find(Normalized((t, d, dZ) => d.Add(t["b"], dZ.sum(0, keepdim: true))), "W"));

    [Fact]
    public void Equal_rows_normalized_have_no_gradient_although_autograd_rounds()
    {
        var report = Report(
            ScalarType.Float32, t => BatchNorm(t.Watch("Z", t["X"] * t["w"])).sum(),
            (t, d) =>
            {
                var dZ = BatchNormGradient(t["Z"], ones_like(t["Z"]));
                d.Add(t["Z"], dZ);
                d.Add(t["w"], (t["X"] * d[t["Z"]]).sum(0, keepdim: true));
            },
            Constant("X", full([9, 1], 0.3)), Parameter("w", tensor(new[,] { { 1.1 } })));
        AssertPasses(report);
    }

    [Fact]
    public void A_backward_for_float32_only_is_judged_in_float32()
    {
        var report = Report(
            ScalarType.Float32, t => (t["W"] * 1e-9).sum(), (t, d) => d.Add(t["W"], full([3], 1e-9f)), Parameter("W", randn(3)));
        AssertPasses(report);
        Assert.Contains(
            report.Remarks, remark => remark.Contains("rounding could not be told from a wrong formula", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void Softmax_by_its_formula_is_not_unstable_in_half_precision(ScalarType dtype)
        => AssertPasses(Softmax(dtype));

    [Theory]
    [InlineData(ScalarType.BFloat16, 1.01)]
    [InlineData(ScalarType.Float16, 1.0005)]
    public void A_factor_within_the_tolerance_of_a_half_precision_is_found(ScalarType dtype, double factor)
    {
        var report = Report(
            dtype, t => (t["X"] * t["c"]).sum(), (t, d) => d.Add(t["X"], t["c"] * factor), Parameter("X", randn(9)),
            Constant("c", randn(9)));
        Assert.Equal(Verdict.Origin, Find(report, "X"));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_found_where_both_gradients_are_below_the_smallest_number(string mistake)
    {
        var report = Report(
            ScalarType.Float16, t => (t.Watch("Y", t["X"] * 1e-5) * 1e-5).sum(),
            (t, d) =>
            {
                d.Add(t["Y"], full_like(t["Y"], 1e-5));
                if (Wrong(mistake, d[t["Y"]] * 1e-5) is { } dX) d.Add(t["X"], dX);
            },
            Parameter("X", ones(4)));
        Assert.Equal(mistake == "dropped" ? Verdict.Missing : Verdict.Origin, Find(report, "X"));
    }

    [Fact]
    public void Equal_infinities_do_not_turn_the_rounding_beside_them_into_a_mistake()
    {
        // c + h − g: beyond float32 in the first element; in the second autograd rounds the large numbers before they cancel.
        var report = Report(
            ScalarType.Float32, t => (t["X"] * t["c"] + t["X"] * t["h"] - t["X"] * t["g"]).sum(),
            (t, d) => d.Add(t["X"], t["h"] + (t["c"] - t["g"])),
            Parameter("X", tensor([1e-10, 1.0])), Constant("c", tensor([3e38, 1e6])), Constant("h", tensor([3e38, 1.2345])),
            Constant("g", tensor([0, 1e6])));
        Assert.Equal(1, Assert.Single(report.Tensors).Diff!.Autograd.NonFinite);
        Assert.Equal(1, report.Tensors[0].Diff!.OutOfTolerance);
        AssertPasses(report);
    }

    [Fact]
    public void No_line_is_blamed_for_what_autograd_itself_makes_infinite()
    {
        // 1/s³ is beyond float16; the formula by hand only needs 1/s.
        var report = Report(
            ScalarType.Float16, t => (BatchNorm(t["X"], 1e-7) * t["c"])
                .sum(), (t, d) => d.Add(t["X"], BatchNormGradient(t["X"], t["c"], 1e-7)),
            Parameter("X", tensor(new[,] { { 1.0 }, { 1.0009765625 }, { 1.0 } })),
            Constant("c", tensor(new[,] { { 1.0 }, { -2.0 }, { 3.0 } })));
        Assert.Contains(report.Tensors, tensor => tensor.Diff is { Autograd.NonFinite: > 0 });
        Assert.Empty(report.Faults);
    }

    [Fact]
    public void NaN_on_both_sides_fails_and_blames_no_line()
    {
        var report = Report(
            ScalarType.Float32, t => (t.Watch("Y", t["X"].sqrt()) * t["u"]).sum(),
            (t, d) =>
            {
                d.Add(t["Y"], t["u"].clone());
                d.Add(t["X"], d[t["Y"]] / (2 * t["Y"]));
            },
            Parameter("X", tensor([4.0, 1.0])), Constant("u", tensor([double.NaN, 1.0])));
        Assert.Equal(Verdict.NonFinite, Find(report, "X"));
        Assert.Empty(report.Faults);
    }

    [Fact]
    public void The_textbook_layer_norm_rounds_far_from_zero_as_autograd_does()
        => AssertPasses(LayerNorm(X => Deviation(X, 1, 1e-10)));

    [Fact]
    public void And_is_unstable_with_the_variance_as_a_difference_of_squares()
    {
        var report = LayerNorm(X => (X.square().mean([1L], keepdim: true) - X.mean([1L], keepdim: true).square() + 1e-10).sqrt());
        Assert.Equal(Verdict.Unstable, Find(report, "X"));
        Assert.Equal(WitnessSays.Both, Assert.Single(report.Witness).Says);
    }

    [Fact]
    public void A_mistake_in_an_element_too_small_to_matter_is_found_where_it_matters_to_another()
    {
        // The tolerance of Y, held to its largest element, would let the second one be anything.
        var report = Report(
            ScalarType.Float32, t => (t.Watch("Y", cat([t["a"], t["b"]], 0)) * t["c"]).sum(),
            (t, d) =>
            {
                d.Add(t["Y"], t["c"] * tensor([1.0f, 0.0f]));
                d.Add(t["a"], d[t["Y"]].narrow(0, 0, 1).clone());
                d.Add(t["b"], d[t["Y"]].narrow(0, 1, 1).clone());
            },
            Parameter("a", ones(1)), Parameter("b", ones(1)), Constant("c", tensor([1.0f, 1e-8f])));
        Assert.Equal(Verdict.Origin, Find(report, "Y"));
        Assert.Equal("Y", Assert.Single(Assert.Single(report.Tensors, tensor => tensor.Name == "b").Origins));
    }

    [Fact]
    public void One_number_that_is_another_each_time_is_unrepeatable_whatever_is_drawn()
    {
        // Two draws in float32 differ by another amount than two in float64.
        var verdicts = Enumerable.Range(0, 40).Select(seed =>
        {
            random.manual_seed(seed);
            return Find(
                Report(
                    ScalarType.Float32, t => (t["w"] * t["c"]).sum(), (t, d) => d.Add(t["w"], t["c"] * rand_like(t["c"])),
                    Parameter("w", ones(1)), Constant("c", ones(1))),
                "w");
        });
        Assert.All(verdicts, verdict => Assert.Equal(Verdict.Unrepeatable, verdict));
    }

    [Fact]
    public void A_loss_that_is_not_finite_never_agrees()
    {
        var report = Report(
            ScalarType.Float32, t => (t["X"] + t["c"]).sum(), (t, d) => d.Add(t["X"], ones_like(t["X"])),
            Parameter("X", ones(2)), Constant("c", tensor([double.NaN, 1.0])));
        Assert.Equal(Verdict.Agree, Find(report, "X"));
        Assert.False(report.Agrees);
    }

    [Fact]
    public void A_forward_for_float32_only_is_judged_in_float32()
    {
        var report = Report(
            ScalarType.Float32, t => t["X"].dtype == ScalarType.Float32
                ? (t["X"] * t["c"]).sum()
                : throw new NotSupportedException("float32 only"),
            (t, d) => d.Add(t["X"], t["c"] * 1.1), Parameter("X", randn(3)), Constant("c", randn(3)));
        Assert.Equal(Verdict.Origin, Find(report, "X"));
        Assert.Contains(report.Remarks, remark => remark.StartsWith("In float64, forward stopped", StringComparison.Ordinal));
        Assert.Contains("No vote on X", Assert.Single(report.Witness).Sentence, StringComparison.Ordinal);
    }

    private static Tensor? Wrong(string mistake, Tensor gradient) => mistake switch
    {
        "doubled" => gradient * 2,
        "sign" => -gradient,
        _ => null,
    };

    private static ComparisonReport Softmax(ScalarType dtype)
    {
        random.manual_seed(1);
        return Report(
            dtype, t => (t.Watch("P", t["X"].softmax(1)) * t["R"]).sum(),
            (t, d) =>
            {
                d.Add(t["P"], t["R"].clone());
                var (P, dP) = (t["P"], d[t["P"]]);
                d.Add(t["X"], P * (dP - (P * dP).sum([1L], keepdim: true)));
            },
            // One class is nearly certain, and the weights nearly equal: all but a hundredth of it cancels.
            Parameter("X", randn(6, 5) + tensor(new[,] { { 6.0, 0, 0, 0, 0 } })), Constant("R", 8 + 0.1 * randn(6, 5)));
    }

    private static ComparisonReport Normalized(Action<Trace, Gradients, Tensor> backward)
    {
        random.manual_seed(1);
        return Report(
            ScalarType.Float32, t => (BatchNorm(t.Watch("Z", t["X"].mm(t["W"]) + t["b"])) * t["R"]).sum(),
            (t, d) =>
            {
                d.Add(t["Z"], BatchNormGradient(t["Z"], t["R"]));
                backward(t, d, d[t["Z"]]);
            },
            Constant("X", randn(8, 3)), Parameter("W", randn(3, 4)), Parameter("b", randn(1, 4)), Constant("R", randn(8, 4)));
    }

    private static ComparisonReport LayerNorm(Func<Tensor, Tensor> deviation)
    {
        random.manual_seed(1);
        return Report(
            ScalarType.Float32, t => (t.Watch("Y", (t["X"] - t["X"].mean([1L], keepdim: true)) / Deviation(t["X"], 1, 1e-10)) * t["R"])
                .sum(),
            (t, d) =>
            {
                d.Add(t["Y"], t["R"].clone());
                var (Y, dY) = (t["Y"], d[t["Y"]]);
                d.Add(t["X"], (dY - dY.mean([1L], keepdim: true) - Y * (dY * Y).mean([1L], keepdim: true)) / deviation(t["X"]));
            },
            Parameter("X", 1 + 1e-3 * randn(4, 16)), Constant("R", randn(4, 16)));
    }

    private static Tensor BatchNorm(Tensor X, double epsilon = 1e-3) => (X - X.mean([0L], keepdim: true)) / Deviation(X, 0, epsilon);

    private static Tensor BatchNormGradient(Tensor X, Tensor dY, double epsilon = 1e-3)
    {
        var Y = BatchNorm(X, epsilon);
        var C = dY - Y * (dY * Y).mean([0L], keepdim: true);
        return (C - C.mean([0L], keepdim: true)) / Deviation(X, 0, epsilon);
    }

    private static Tensor Deviation(Tensor X, long axis, double epsilon)
        => ((X - X.mean([axis], keepdim: true)).square().mean([axis], keepdim: true) + epsilon).sqrt();

    private static Leaf Parameter(string name, Tensor value) => new(name, value, LeafRole.Parameter);

    private static Leaf Constant(string name, Tensor value) => new(name, value, LeafRole.Constant);

    private static ComparisonReport Report(
        ScalarType dtype, Func<Trace, Tensor> forward, Action<Trace, Gradients> backward, params Leaf[] leaves)
        => Comparer.Run(Computation.From("case", leaves, forward, backward), new ComparisonOptions { Dtype = dtype });

    private static Verdict Find(ComparisonReport report, string name) => report.Tensors.Single(tensor => tensor.Name == name).Verdict;

    private static void AssertPasses(ComparisonReport report) => Assert.True(
        report.Agrees, string.Join(", ", report.Tensors.Select(tensor => $"{tensor.Name} {tensor.Verdict}").Append(report.Failure)));
}
