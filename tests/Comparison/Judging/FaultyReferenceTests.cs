using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Judging;

/// <summary>
/// Autograd made wrong on purpose, in float32 only: Z = X W, A = ReLU(Z), Y = A V, L = Σ R ∘ Y, where A passes through an
/// identity whose derivative is not 1. So autograd's gradients of A, Z and W are wrong, and those of V and Y right.
/// </summary>
public sealed class FaultyReferenceTests : TensorTest
{
    private readonly Leaf[] leaves;

    /// <summary>Which units are off, (4, 5).</summary>
    private readonly Tensor dead;

    public FaultyReferenceTests()
    {
        random.manual_seed(5);
        leaves =
        [
            new("X", randn(4, 3), LeafRole.Input),
            new("W", randn(3, 5), LeafRole.Parameter),
            new("V", randn(5, 2), LeafRole.Parameter),
            new("R", randn(4, 2), LeafRole.Constant),
        ];
        dead = leaves[0].Value.mm(leaves[1].Value) <= 0;
    }

    public static TheoryData<string> Faults
        => ["off by whole numbers", "a little too large", "off by far more than the gradient", "NaN", "only in the first run"];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Autograd_is_called_wrong_and_the_hand_written_lines_are_not_accused(string fault)
    {
        var report = Comparer.Run(Network(Fault(fault)));
        Assert.Equal("X reference, W reference, Z reference, A reference, V agree, Y agree", Verdicts(report));
        Assert.True(report.Agrees);
        Assert.Empty(report.Faults);
        Assert.Empty(report.Explanations);
        Assert.Equal(["X", "W", "Z", "A"], report.Witness.Select(testimony => testimony.Tensor));
        Assert.All(report.Witness, testimony => Assert.Equal(WitnessSays.Scratch, testimony.Says));
        var text = TextReport.Of(report, width: 10_000);
        Assert.Contains("A: autograd's own gradient is wrong here: it is ", text, StringComparison.Ordinal);
        Assert.Contains("A: Scratch is right about the loss as written", text, StringComparison.Ordinal);
        Assert.EndsWith(
            "AGREE: all 6 hand-written gradients are right; autograd's own X, W, Z and A are wrong.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_merely_inherits_from_a_wrong_gradient_of_autograd_is_told_from_where_that_starts()
    {
        var text = TextReport.Of(Comparer.Run(Network(Fault("off by whole numbers"))), width: 10_000);
        const string inherits = "autograd's own gradient is wrong here, because the upstream gradient it was computed from is";
        Assert.Contains($"Z: {inherits}", text, StringComparison.Ordinal);
        Assert.Contains($"W: {inherits}", text, StringComparison.Ordinal);
        Assert.DoesNotContain($"A: {inherits}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_reference_does_not_pass_strictly()
        => Assert.False(Comparer.Run(Network(Fault("NaN")), new ComparisonOptions { Strict = true }).Agrees);

    [Fact]
    public void A_tolerance_of_zero_takes_nothing_from_what_is_known_of_the_reference()
    {
        var options = new ComparisonOptions { Tolerance = new(0, 0) };
        var report = Comparer.Run(Network(Fault("off by whole numbers")), options);
        Assert.Equal([Verdict.Reference, Verdict.Reference, Verdict.Reference], report.Tensors.Take(3).Select(tensor => tensor.Verdict));
        Assert.True(report.Agrees);
    }

    [Fact]
    public void Inputs_are_judged_likewise()
        => Assert.StartsWith(
            "X reference, W reference", Verdicts(Comparer.Run(Network(Fault("NaN")), new ComparisonOptions { Inputs = true })),
            StringComparison.Ordinal);

    /// <summary>0 · NaN is NaN, which the isolated run shows where backward multiplies and autograd selects.</summary>
    [Theory]
    [InlineData("NaN")]
    [InlineData("huge")]
    public void Where_autograd_is_wrong_in_dead_units_only_what_comes_after_agrees(string fault)
    {
        var report = Comparer.Run(Network(
            A => A.dtype == ScalarType.Float64 ? A : A + Hidden(Zero(A).masked_select(dead)).sum(), dZ: (dA, Z) => dA * (Z > 0)));
        Assert.Equal("X agree, W agree, Z agree, A reference, V agree, Y agree", Verdicts(report));
        Assert.True(report.Agrees);

        Tensor Hidden(Tensor zero) => fault == "NaN" ? zero.abs().sqrt() : zero * 1e6;
    }

    public static TheoryData<string, string> Mistakes
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var fault in new[] { "off by whole numbers", "off by far more than the gradient", "NaN" })
            {
                foreach (var tensor in new[] { "A", "Z", "W" }) cases.Add(fault, tensor);
            }

            return cases;
        }
    }

    /// <summary>A gradient that is 1 % too large, beside one of autograd that is wrong by far more.</summary>
    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_by_hand_does_not_hide_behind_a_wrong_reference(string fault, string tensor)
    {
        var report = Comparer.Run(Network(
            Fault(fault),
            dA: dA => tensor == "A" ? dA * 1.01 : dA,
            dZ: (dA, Z) => where(Z > 0, dA, zeros_like(dA)) * (tensor == "Z" ? 1.01 : 1),
            dW: dW => tensor == "W" ? dW * 1.01 : dW));
        Assert.False(report.Agrees, Verdicts(report));
        Assert.Contains(report.Tensors.Single(judged => judged.Name == tensor).Verdict, new[] { Verdict.Origin, Verdict.NonFinite });
    }

    [Fact]
    public void In_float64_a_mistake_is_not_taken_for_rounding_because_float32_is_wrong()
    {
        var float64 = new ComparisonOptions { Dtype = ScalarType.Float64 };
        var huge = Fault("off by far more than the gradient");
        Assert.True(Comparer.Run(Network(huge), float64 with { Strict = true }).Agrees);
        var report = Comparer.Run(Network(huge, dW: dW => dW * 1.001), float64);
        Assert.Equal("W", Assert.Single(report.Faults));
    }

    private static string Verdicts(ComparisonReport report)
        => string.Join(", ", report.Tensors.Select(tensor => $"{tensor.Name} {tensor.Verdict.Word()}"));

    /// <summary>The identity, whose derivative autograd gets wrong in float32.</summary>
    private static Func<Tensor, Tensor> Fault(string name)
    {
        var runs = 0;
        return A => A.dtype == ScalarType.Float64 ? A : name switch
        {
            "off by whole numbers" => A + Zero(A) * 3,
            "a little too large" => A + Zero(A) * 1e-3,
            "off by far more than the gradient" => A + Zero(A) * 1e6,
            // Before it comes the forward pass that shows what backward owes.
            "only in the first run" => runs++ < 2 ? A + Zero(A) * 3 : A,
            _ => A + Zero(A).abs().sqrt(),
        };
    }

    /// <summary>0 with derivative 1.</summary>
    private static Tensor Zero(Tensor A) => A - A.detach();

    private Computation Network(
        Func<Tensor, Tensor> identity, Func<Tensor, Tensor>? dA = null, Func<Tensor, Tensor, Tensor>? dZ = null,
        Func<Tensor, Tensor>? dW = null)
        => Computation.From(
            "faulty", leaves,
            t =>
            {
                var Z = t.Watch("Z", t["X"].mm(t["W"]));
                var A = t.Watch("A", Z.relu());
                var Y = t.Watch("Y", identity(A).mm(t["V"]));
                return (Y * t["R"]).sum();
            },
            (t, d) =>
            {
                var (X, W, V, Z, A, Y) = (t["X"], t["W"], t["V"], t["Z"], t["A"], t["Y"]);
                d.Add(Y, t["R"].clone());
                d.Add(V, A.t().mm(d[Y]));
                d.Add(A, (dA ?? (right => right))(d[Y].mm(V.t())));
                d.Add(Z, (dZ ?? ((upstream, at) => where(at > 0, upstream, zeros_like(upstream))))(d[A], Z));
                d.Add(W, (dW ?? (right => right))(X.t().mm(d[Z])));
                d.Add(X, d[Z].mm(W.t()));
            });
}
