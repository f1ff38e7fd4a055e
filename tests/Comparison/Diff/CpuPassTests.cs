using CsCheck;
using ScratchVsAutograd.Comparison.Diff;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diff;

public class CpuPassTests
{
    [Fact]
    public void Goes_on_from_part_to_part() => Gen.Select(GradientPair.Any, Gen.OneOf(7L, 1024, 1500)).Sample(
        (pair, partLength) =>
        {
            using var scope = NewDisposeScope();
            var (s, a) = pair.Tensors();
            var measurement = CpuPass.Measure(s, a, pair.Tolerance, worst: 5, partLength);
            DiffAssert.Same(SlowDiff.Compare(s, a, pair.Tolerance), measurement.ToDiff(s, a, pair.Tolerance));
        },
        iter: 500, threads: 1);
}
