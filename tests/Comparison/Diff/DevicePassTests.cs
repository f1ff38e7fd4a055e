using CsCheck;
using ScratchVsAutograd.Comparison.Diff;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diff;

public class DevicePassTests
{
    [Fact]
    public void Measures_as_the_slow_implementation() => GradientPair.Any.Sample(
        pair =>
        {
            using var scope = NewDisposeScope();
            var (s, a) = pair.Tensors();
            var measurement = DevicePass.Measure(s, a, pair.Tolerance, worst: 5, partLength: 1000);
            DiffAssert.Same(SlowDiff.Compare(s, a, pair.Tolerance), measurement.ToDiff([.. s.shape], s.dtype, pair.Tolerance));
        },
        iter: 500, threads: 1);
}
