using ScratchVsAutograd.Comparison.Judging;
using ScratchVsAutograd.Comparison.Runs;
using ScratchVsAutograd.Tests.Comparison.WrongBackwards;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Judging;

/// <summary>
/// Each rule of the judgement decides something that no other rule would: of every reason a smallest case, L = Σ w ∘ c with dw = c
/// unless said otherwise.
/// </summary>
public sealed class ReasonTests : TensorTest
{
    private static readonly Dictionary<VerdictReason, (Verdict Verdict, Func<ComparisonReport> Case)> Cases = new()
    {
        [VerdictReason.OnlyScratchHasOne] = (Verdict.Extra, () => Unused(d => ones_like(d))),
        [VerdictReason.RefusedAndNotNeeded] = (Verdict.Extra, () => Unused(_ => ones(3))),
        [VerdictReason.NeitherHasOne] = (Verdict.Zero, () => Unused(_ => null)),
        [VerdictReason.NoneIsNeeded] = (Verdict.Zero, () => Deviations(writes: false)),
        [VerdictReason.OnlyAutogradHasOne] = (Verdict.Missing, () => Product(_ => null)),
        [VerdictReason.OtherShape] = (Verdict.Shape, () => Product(c => c.reshape(3, 2))),
        [VerdictReason.OtherDtype] = (Verdict.Dtype, () => Product(c => c.to(ScalarType.Float64))),
        [VerdictReason.Changed] = (Verdict.Modified, () => Run((t, d) => d.Add(t["w"], t["w"].add_(1).mul(0) + t["c"]))),
        [VerdictReason.OtherEachTime] = (Verdict.Unrepeatable, () => Product(c => c * rand_like(c))),
        [VerdictReason.DependsOnLayout] = (Verdict.Origin, Strided),
        [VerdictReason.AutogradIsNotFinite] = (Verdict.Reference, () => Faulty(zero => zero.abs().sqrt())),
        [VerdictReason.NotFinite] = (Verdict.NonFinite, () => Product(c => c / 0)),
        [VerdictReason.WithinTolerance] = (Verdict.Agree, () => Product(c => c.clone())),
        [VerdictReason.OutOfTolerance] = (Verdict.Origin, () => Float32Only(inW: 1.1)),
        [VerdictReason.OutOfToleranceInTheEnd] = (Verdict.Inherited, () => Float32Only(inY: 1.1)),
        [VerdictReason.OtherFormula] = (Verdict.Origin, () => Product(c => c * 1.1)),
        [VerdictReason.OtherUpstream] = (Verdict.Inherited, () => Chain(inY: 1.1)),
        [VerdictReason.BothAreZero] = (Verdict.Zero, () => Deviations(writes: true)),
        [VerdictReason.WithinItsScale] = (
            Verdict.Agree, () => Run((t, d) => d.Add(t["w"], t["c"] * 1e-9), t => (t["w"] * t["c"] * 1e-9).sum())),
        [VerdictReason.ScratchLosesDigits] = (Verdict.Unstable, () => Product(c => c + 1000 - 1000)),
        [VerdictReason.WrongInHalfAlone] = (Verdict.Unstable, () => Run(
            (t, d) => d.Add(t["w"], t["c"].dtype == ScalarType.BFloat16 ? t["c"] * 1.2 : t["c"].clone()), dtype: ScalarType.BFloat16)),
        [VerdictReason.AutogradLosesDigits] = (Verdict.Reference, () => Faulty(zero => zero * 3)),
        [VerdictReason.RoundsNoWorse] = (Verdict.Rounding, () => Product(c => c / 7 * 7, new Tolerance(0, 0))),
        [VerdictReason.RightForWhatItWasGiven] = (Verdict.Inherited, OwnVariables),
        [VerdictReason.UsedTooEarly] = (Verdict.Origin, TooEarly),
        [VerdictReason.TooSmallToShow] = (Verdict.Origin, TooSmall),
    };

    public static TheoryData<VerdictReason> Reasons => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Decides(VerdictReason reason)
    {
        random.manual_seed(3);
        var (verdict, run) = Cases[reason];
        var tensor = run().Tensors.Single(tensor => tensor.Name == "w");
        Assert.Equal((verdict, reason), (tensor.Verdict, tensor.Reason));
    }

    [Fact]
    public void Every_reason_has_its_test()
        => Assert.Equal(
            Enum.GetValues<VerdictReason>(), Cases.Keys.Append(VerdictReason.NothingToInherit)
                .Append(VerdictReason.WitnessDisagrees).Order());

    [Fact]
    public void Nothing_is_inherited_where_every_line_is_right()
    {
        random.manual_seed(3);
        var (evidence, judged) = Judged(1);
        var corrected = SecondRound.Of([judged[0], judged[1] with { Verdict = Verdict.Inherited }], evidence);
        Assert.Equal((Verdict.Rounding, VerdictReason.NothingToInherit), (corrected[1].Verdict, corrected[1].Reason));
    }

    [Theory]
    [InlineData(Verdict.Missing)]
    [InlineData(Verdict.NonFinite)]
    public void But_it_is_where_another_tensor_does_not_pass(Verdict other)
    {
        random.manual_seed(3);
        var (evidence, judged) = Judged(1);
        var corrected = SecondRound.Of([judged[0] with { Verdict = other }, judged[1] with { Verdict = Verdict.Inherited }], evidence);
        Assert.Equal(Verdict.Inherited, corrected[1].Verdict);
    }

    [Theory]
    [InlineData(WitnessSays.Scratch, Verdict.Reference)]
    [InlineData(WitnessSays.Autograd, Verdict.Rounding)]
    [InlineData(WitnessSays.Both, Verdict.Rounding)]
    [InlineData(WitnessSays.Inconclusive, Verdict.Rounding)]
    [InlineData(WitnessSays.Neither, Verdict.Rounding)]
    public void Autograd_is_wrong_only_where_the_witness_sides_with_scratch(WitnessSays says, Verdict expected)
    {
        random.manual_seed(3);
        var reference = Assert.Single(Faulty(zero => zero * 3).Tensors);
        var proven = ReferenceProof.Demand(reference with { Testimony = reference.Testimony! with { Says = says } });
        Assert.Equal(expected, proven.Verdict);
        Assert.Equal(expected == Verdict.Reference ? VerdictReason.AutogradLosesDigits : VerdictReason.WitnessDisagrees, proven.Reason);
    }

    [Theory]
    [InlineData(12, Verdict.Rounding)]
    [InlineData(20, Verdict.Unstable)]
    public void What_scratch_loses_below_sixteen_roundings_is_nothing(double roundings, Verdict expected)
        => Assert.Equal(expected, Off(scratch: roundings, autograd: 0));

    [Theory]
    [InlineData(8, Verdict.Rounding)]
    [InlineData(12, Verdict.Unstable)]
    public void Scratch_is_unstable_from_ten_times_the_error_of_autograd(double times, Verdict expected)
        => Assert.Equal(expected, Off(scratch: 100 * times, autograd: 100));

    [Theory]
    [InlineData(8, Verdict.Rounding)]
    [InlineData(12, Verdict.Reference)]
    public void Autograd_is_wrong_from_ten_times_the_error_of_scratch(double times, Verdict expected)
        => Assert.Equal(expected, Off(scratch: 100, autograd: 100 * times));

    [Fact]
    public void What_was_never_written_is_at_fault_in_the_order_in_which_backward_should_have_come_to_it()
    {
        random.manual_seed(3);
        var report = Comparer.Run(Computation.From(
            "nothing", [Leaf.Parameter("w", randn(2, 3)), Leaf.Parameter("v", randn(2, 3)), Leaf.Parameter("u", randn(2, 3))],
            t => (t["w"] * t["v"] * t["u"]).sum(), (_, _) => { }));
        Assert.Equal("u v w", string.Join(' ', report.Faults));
    }

    // A fault that is small beside the gradient it reaches, and still large beside float64's roundings.
    [Fact]
    public void A_small_fault_is_named_as_the_origin_of_what_it_reaches()
    {
        random.manual_seed(3);
        var report = Comparer.Run(Computation.From(
            "two faults", [Leaf.Parameter("w", randn(2, 3)), Leaf.Constant("c", randn(2, 3))],
            t => (t.Watch("Y", t["w"] * t["c"]) * t["c"] + t.Watch("V", t["w"].exp()) * t["c"]).sum(),
            (t, d) =>
            {
                var dY = d.Add(t["Y"], t["c"] * 1.5);
                var dV = d.Add(t["V"], t["c"] * 1.001);
                d.Add(t["w"], dY * t["c"]);
                d.Add(t["w"], dV * t["V"]);
            }));
        Assert.Equal(["V", "Y"], report.Faults.Order());
        Assert.Equal(["V", "Y"], report.Tensors.Single(tensor => tensor.Name == "w").Origins.Order());
    }

    // Both sides off in float32 only, by that many roundings.
    private static Verdict Off(double scratch, double autograd)
    {
        random.manual_seed(3);
        var unit = Math.Pow(2, -24);
        var report = Run(
            (t, d) => d.Add(t["w"], t["w"].dtype == ScalarType.Float64 ? t["c"].clone() : t["c"] * (1 + scratch * unit)),
            t => ((t["w"].dtype == ScalarType.Float64 ? t["w"] : t["w"] + (t["w"] - t["w"].detach()) * (autograd * unit)) * t["c"]).sum(),
            new Tolerance(0, 0));
        return Assert.Single(report.Tensors).Verdict;
    }

    private static Leaf[] Leaves => [Leaf.Parameter("w", randn(2, 3)), Leaf.Constant("c", randn(2, 3))];

    private static (Evidence Evidence, IReadOnlyList<TensorReport> Judged) Judged(double inY)
    {
        var computation = ChainOf(inY);
        var (stage, working) = WorkingRun.Of(
            new Stage(computation, CPU, ScalarType.Float32, Coverage.OfWhatIsOwed(computation, inputs: false), isCast: false),
            ScalarType.Float32);
        var evidence = new Evidence(stage, working, new Tolerances(working, null), worst: 0);
        return (evidence, [.. evidence.Tensors.Select(new TensorReporter(keepValues: false).Report)]);
    }

    private static ComparisonReport Run(
        Action<Trace, Gradients> backward, Func<Trace, Tensor>? forward = null, Tolerance? tolerance = null, ScalarType? dtype = null)
        => Comparer.Run(
            Computation.From("case", Leaves, forward ?? (t => (t["w"] * t["c"]).sum()), backward),
            new ComparisonOptions { Tolerance = tolerance, Dtype = dtype });

    private static ComparisonReport Product(Func<Tensor, Tensor?> write, Tolerance? tolerance = null) => Run(
        (t, d) =>
        {
            if (write(t["c"]) is { } dW) d.Add(t["w"], dW);
        },
        tolerance: tolerance);

    private static ComparisonReport Unused(Func<Tensor, Tensor?> write) => Comparer.Run(Computation.From(
        "unused", [Leaf.Parameter("w", randn(2)), Leaf.Parameter("v", randn(2))], t => t["v"].sum(),
        (t, d) =>
        {
            d.Add(t["v"], ones_like(t["v"]));
            if (write(t["w"]) is { } dW) d.Add(t["w"], dW);
        }));

    // L = Σ (w − mean w) ∘ s with one s for all: in float32 and in float64 nothing but rounding is left of dw.
    private static ComparisonReport Deviations(bool writes) => Comparer.Run(Computation.From(
        "deviations", [Leaf.Parameter("w", randn(7)), Leaf.Parameter("s", full(1, 0.3))], t => ((t["w"] - t["w"].mean()) * t["s"]).sum(),
        (t, d) =>
        {
            d.Add(t["s"], (t["w"] - t["w"].mean()).sum().reshape(1));
            if (writes) d.Add(t["w"], t["s"].expand(7) - t["s"].expand(7).mean());
        }));

    // Reads the numbers as they lie in memory.
    private static ComparisonReport Strided() => Run(
        (t, d) =>
        {
            d.Add(t["Y"], t["c"].clone());
            d.Add(t["w"], FlatMemory.Read(d[t["Y"]]));
        },
        t => (t.Watch("Y", t["w"] * 1) * t["c"]).sum());

    // In float32 only, autograd gets the derivative of the identity wrong.
    private static ComparisonReport Faulty(Func<Tensor, Tensor> fault) => Run(
        (t, d) => d.Add(t["w"], t["c"].clone()),
        t => ((t["w"].dtype == ScalarType.Float64 ? t["w"] : t["w"] + fault(t["w"] - t["w"].detach())) * t["c"]).sum());

    private static ComparisonReport Float32Only(double inY = 1, double inW = 1) => Run(
        (t, d) =>
        {
            d.Add(t["Y"], t["c"] * inY);
            d.Add(t["w"], d[t["Y"]] * inW);
        },
        t => t["w"].dtype == ScalarType.Float32
            ? (t.Watch("Y", t["w"] * 1) * t["c"]).sum()
            : throw new NotSupportedException("float32 only"));

    private static ComparisonReport Chain(double inY) => Comparer.Run(ChainOf(inY));

    private static Computation ChainOf(double inY) => Computation.From(
        "chain", Leaves, t => (t.Watch("Y", t["w"].exp()) * t["c"]).sum(),
        (t, d) =>
        {
            d.Add(t["Y"], t["c"] * inY);
            d.Add(t["w"], d[t["Y"]] * t["Y"]);
        });

    private static ComparisonReport OwnVariables() => Run(
        (t, d) =>
        {
            var dY = t["c"] * 1.1;
            d.Add(t["Y"], dY);
            d.Add(t["w"], dY * t["Y"]);
        },
        t => (t.Watch("Y", t["w"].exp()) * t["c"]).sum());

    // dw is read before its second contribution is there.
    private static ComparisonReport TooEarly() => Comparer.Run(Computation.From(
        "too early", [Leaf.Parameter("v", randn(2, 3)), Leaf.Constant("c", randn(2, 3))],
        t =>
        {
            var w = t.Watch("w", t["v"] * 2);
            return (w * t["c"] + w.exp()).sum();
        },
        (t, d) =>
        {
            d.Add(t["w"], t["c"].clone());
            d.Add(t["v"], d[t["w"]] * 2);
            d.Add(t["w"], t["w"].exp());
        }));

    // The tolerance, held to the largest element of dw, lets the second one be anything.
    private static ComparisonReport TooSmall() => Comparer.Run(Computation.From(
        "too small", [Leaf.Parameter("a", ones(1)), Leaf.Parameter("b", ones(1)), Leaf.Constant("c", tensor([1.0f, 1e-8f]))],
        t => (t.Watch("w", cat([t["a"], t["b"]], 0)) * t["c"]).sum(),
        (t, d) =>
        {
            d.Add(t["w"], t["c"] * tensor([1.0f, 0.0f]));
            d.Add(t["a"], d[t["w"]].narrow(0, 0, 1).clone());
            d.Add(t["b"], d[t["w"]].narrow(0, 1, 1).clone());
        }));
}
