using CsCheck;
using ScratchVsAutograd.Comparison.Diff;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diff;

public class CpuPassTests
{
    [Fact]
    public void Puts_the_shares_together() => Gen.Select(GradientPair.Any, Gen.OneOf(7L, 1024, 1500)).Sample(
        (pair, share) =>
        {
            using var scope = NewDisposeScope();
            var (s, a) = pair.Tensors();
            var measurement = CpuPass.Measure(s, a, pair.Tolerance, worst: 5, share);
            DiffAssert.Same(SlowDiff.Compare(s, a, pair.Tolerance), measurement.ToDiff([.. s.shape], s.dtype, pair.Tolerance));
        },
        iter: 500, threads: 1);
}
