using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Judging;

/// <summary>A forward pass that casts on its way, as mixed-precision training does.</summary>
public sealed class MixedPrecisionTests : TensorTest
{
    [Fact]
    public void A_right_backward_through_bfloat16_agrees() => Assert.True(Comparer.Run(ThroughHalf(1)).Agrees);

    [Fact]
    public void A_wrong_one_does_not_and_the_witness_says_why_it_cannot_be_heard()
    {
        var report = Comparer.Run(ThroughHalf(1.1), new ComparisonOptions { WhyTime = TimeSpan.Zero });
        Assert.Equal("A", Assert.Single(report.Faults));
        Assert.Equal(
            "No vote on A: finite differences need A in float64, and forward makes it bfloat16.",
            report.Tensors.Single(tensor => tensor.Name == "A").Testimony!.Sentence);
    }

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

    private static Computation ThroughHalf(double factor) => Computation.From(
        "through bfloat16", [Leaf.Parameter("W", randn(30, 20)), Leaf.Constant("X", randn(64, 20))],
        t =>
        {
            var w = t.Watch("w", t["W"].to(ScalarType.BFloat16));
            var Z = t.Watch("Z", t["X"].to(ScalarType.BFloat16).mm(w.t()));
            var A = t.Watch("A", Z.tanh());
            return A.to(ScalarType.Float32).square().mean();
        },
        (t, d) =>
        {
            var A = t["A"];
            var dA = d.Add(A, (2 * factor * A.to(ScalarType.Float32) / A.numel()).to(ScalarType.BFloat16));
            var dZ = d.Add(t["Z"], dA * (1 - A) * (1 + A));
            var dw = d.Add(t["w"], dZ.t().mm(t["X"].to(ScalarType.BFloat16)));
            d.Add(t["W"], dw.to(ScalarType.Float32));
        });
}
