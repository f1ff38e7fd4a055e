using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Judging;

/// <summary>A forward pass that casts on its way, as mixed-precision training does.</summary>
public sealed class MixedPrecisionTests : TensorTest
{
    [Fact]
    public void A_right_backward_through_bfloat16_agrees()
    {
        var report = Comparer.Run(ThroughHalf());
        Assert.True(report.Agrees);
        Assert.Contains("W, w, Z and A: held to the tolerance of bfloat16, through which the gradient passes.", report.Remarks);
    }

    [Fact]
    public void A_wrong_one_does_not_and_the_witness_says_why_it_cannot_be_heard()
    {
        var report = Comparer.Run(ThroughHalf(inHalf: 1.1), WithoutCauses);
        Assert.Equal("A", Assert.Single(report.Faults));
        Assert.DoesNotContain(report.Tensors, tensor => tensor.HeldToItsScale);
        // Lines are wrapped anywhere.
        Assert.Matches(@"Float64\s+could\s+not\s+be\s+asked,", TextReport.Of(report));
        Assert.Equal(
            "No vote on A: finite differences need A in float64, and forward makes it bfloat16.",
            report.Tensors.Single(tensor => tensor.Name == "A").Testimony!.Sentence);
    }

    [Fact]
    public void What_lies_between_the_loss_and_bfloat16_is_held_to_float32()
        => Assert.Equal("Y", Assert.Single(Comparer.Run(ThroughHalf(after: 1.001), WithoutCauses).Faults));

    [Fact]
    public void Data_in_half_precision_widen_nothing()
        => Assert.Equal("W", Assert.Single(Comparer.Run(
            Computation.From(
                "half data", [Leaf.Parameter("W", randn(4, 3)), Leaf.Constant("X", randn(5, 3).to(ScalarType.BFloat16))],
                t => t["W"].mm(t["X"].to(ScalarType.Float32).t()).square().sum(),
                (t, d) =>
                {
                    var X = t["X"].to(ScalarType.Float32);
                    d.Add(t["W"], 2.002 * t["W"].mm(X.t()).mm(X));
                }),
            WithoutCauses).Faults));

    [Fact]
    public void A_number_in_float64_does_not_make_float32_more_exact()
        => Assert.True(Comparer.Run(Computation.From(
            "float64 scale", [Leaf.Parameter("w", tensor(2.0)), Leaf.Constant("x", randn(6))],
            t => t.Watch("y", t["w"] * t["x"]).square().mean(),
            (t, d) =>
            {
                var dy = d.Add(t["y"], 2 * t["y"] / 6);
                d.Add(t["w"], (dy * t["x"]).sum().to(ScalarType.Float64));
            })).Agrees);

    private static ComparisonOptions WithoutCauses => new() { WhyTime = TimeSpan.Zero };

    // The gradients of A and of Y times a number.
    private static Computation ThroughHalf(double inHalf = 1, double after = 1) => Computation.From(
        "through bfloat16", [Leaf.Parameter("W", randn(30, 20)), Leaf.Constant("X", randn(64, 20))],
        t =>
        {
            var w = t.Watch("w", t["W"].to(ScalarType.BFloat16));
            var Z = t.Watch("Z", t["X"].to(ScalarType.BFloat16).mm(w.t()));
            var A = t.Watch("A", Z.tanh());
            return t.Watch("Y", A.to(ScalarType.Float32)).square().mean();
        },
        (t, d) =>
        {
            var A = t["A"];
            var dY = d.Add(t["Y"], 2 * after * t["Y"] / A.numel());
            var dA = d.Add(A, (inHalf * dY).to(ScalarType.BFloat16));
            var dZ = d.Add(t["Z"], dA * (1 - A) * (1 + A));
            var dw = d.Add(t["w"], dZ.t().mm(t["X"].to(ScalarType.BFloat16)));
            d.Add(t["W"], dw.to(ScalarType.Float32));
        });
}
