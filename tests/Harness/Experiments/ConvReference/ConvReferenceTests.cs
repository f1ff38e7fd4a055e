using ScratchVsAutograd.Harness.Experiments.ConvReference;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Experiments.ConvReference;

/// <summary>
/// On a machine whose LibTorch computes float32 convolutions right the experiment agrees, on another it calls autograd wrong;
/// nothing else may come of it anywhere. A reference made wrong on purpose is in FaultyReferenceTests.
/// </summary>
public sealed class ConvReferenceTests : TensorTest
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(-1)]
    public void Agrees_or_shows_autograd_to_be_wrong(long seed)
    {
        var report = Run(seed, ScalarType.Float32);
        Assert.Equal(["X", "K1", "B1", "Z1", "A1", "K2", "B2", "Z2"], report.Tensors.Select(tensor => tensor.Name));
        Assert.All(
            report.Tensors, tensor => Assert.True(
                tensor.Verdict is Verdict.Agree or Verdict.Zero or Verdict.Reference, $"{tensor.Name} {tensor.Verdict}"));
        // Z2's gradient comes from no convolution, K2's and B2's from no input gradient.
        Assert.All(report.Tensors.TakeLast(3), tensor => Assert.NotEqual(Verdict.Reference, tensor.Verdict));
        Assert.All(report.Witness, testimony => Assert.Equal(WitnessSays.Scratch, testimony.Says));
        Assert.True(report.Agrees);
    }

    [Fact]
    public void In_float64_every_gradient_is_the_same_to_the_last_bit()
        => Assert.All(Run(seed: 0, ScalarType.Float64).Tensors, tensor => Assert.True(tensor.Diff!.Exact, tensor.Name));

    [Fact]
    public void Another_seed_is_another_case()
    {
        var cases = Enumerable.Range(0, 10).Select(seed => ConvReferenceExperiment.Prepare(new ConvReferenceSettings(seed)).Data);
        Assert.True(cases.Distinct().Count() >= 9);
    }

    private static ComparisonReport Run(long seed, ScalarType dtype) => Comparer.Run(
        ConvReferenceExperiment.Prepare(new ConvReferenceSettings(seed)).Computation,
        new ComparisonOptions { Dtype = dtype, Inputs = true });
}
