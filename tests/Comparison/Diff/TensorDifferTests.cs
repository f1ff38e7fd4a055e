using CsCheck;
using ScratchVsAutograd.Comparison.Diff;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diff;

public class TensorDifferTests
{
    [Fact]
    public void Decides_as_allclose() => GradientPair.Any.Sample(
        pair =>
        {
            using var scope = NewDisposeScope();
            var (s, a) = pair.Tensors();
            var diff = TensorDiffer.Compare(s, a, pair.Tolerance);
            var working = pair.Dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
            var (rtol, atol, equalNaN) = pair.Tolerance;
            var close = s.to(working).isclose(a.to(working), rtol, atol, equalNaN);
            Assert.Equal(s.to(working).allclose(a.to(working), rtol, atol, equalNaN), diff.AllClose);
            Assert.Equal(close.logical_not().sum().item<long>(), diff.OutOfTolerance);
        },
        iter: 3000, threads: 1);

    [Fact]
    public void Measures_as_the_slow_implementation() => GradientPair.Any.Sample(
        pair =>
        {
            using var scope = NewDisposeScope();
            var (s, a) = pair.Tensors();
            AssertSame(SlowDiff.Compare(s, a, pair.Tolerance), TensorDiffer.Compare(s, a, pair.Tolerance));
        },
        iter: 1000, threads: 1);

    /// <summary>Records compare immutable arrays by reference, so these are compared on their own.</summary>
    internal static void AssertSame(TensorDiff expected, TensorDiff actual)
    {
        Assert.Equal(expected.Worst.AsEnumerable(), actual.Worst);
        Assert.Equal(expected.ScratchShape.AsEnumerable(), actual.ScratchShape);
        Assert.Equal(expected.AutogradShape.AsEnumerable(), actual.AutogradShape);
        Assert.Equal(
            expected with { Worst = [], ScratchShape = [], AutogradShape = [] },
            actual with { Worst = [], ScratchShape = [], AutogradShape = [] });
    }
}
