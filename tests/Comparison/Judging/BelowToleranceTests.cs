using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Judging;

/// <summary>A formula that differs by less than the tolerance would have passed but for rounding, and is not what is accused.</summary>
public sealed class BelowToleranceTests : TensorTest
{
    [Theory]
    [InlineData(6e-6, Verdict.Unstable)]
    [InlineData(2e-5, Verdict.Origin)]
    public void A_formula_is_accused_where_its_own_difference_is_out_of_tolerance(double off, Verdict verdict)
    {
        var c = 0.2 + rand(1000);
        var report = Comparer.Run(
            Computation.From(
                "a sum of products", [Leaf.Parameter("w", randn(1000)), Leaf.Constant("c", c)],
                t => (t["w"] * t["c"]).sum(),
                // 100 is added and taken away: seven of 24 binary digits are lost.
                (t, d) => d.Add(t["w"], (t["c"] * (1 + off) + 100) - 100)),
            new ComparisonOptions { WhyTime = TimeSpan.Zero, Witness = WitnessMode.Never });
        Assert.Equal(verdict, Assert.Single(report.Tensors).Verdict);
    }
}
