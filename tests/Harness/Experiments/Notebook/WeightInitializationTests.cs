using System.Runtime.Intrinsics.X86;
using ScratchVsAutograd.Harness.Experiments.Notebook;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Experiments.Notebook;

public class WeightInitializationTests
{
    [Theory]
    [InlineData("he", "W1")]
    [InlineData("he", "W2")]
    [InlineData("randn", "W1")]
    [InlineData("randn", "W2")]
    public void Seed0GivesPyTorchsWeightsBitForBit(string name, string weight)
    {
        using var scope = NewDisposeScope();
        var layers = Named(name).Draw(seed: 0, [64, 30, 10]);
        var actual = (weight == "W1" ? layers[0] : layers[1]).W;
        var expected = NpzFixture.Open($"notebook-seed0-{name}.npz")[$"{weight}/value"];
        Assert.Equal(expected.shape, actual.shape);
        // LibTorch draws with AVX2 where there is AVX2, with the C library elsewhere: the last bits are the processor's.
        if (Avx2.IsSupported)
            Assert.Equal(expected.bytes.ToArray(), actual.bytes.ToArray());
        else
            Assert.True(allclose(actual, expected, rtol: 1e-5, atol: 1e-6));
    }

    [Theory]
    [InlineData("he")]
    [InlineData("randn")]
    public void ShapesAreThoseOfTheLayersAndBiasesAreZero(string name)
    {
        using var scope = NewDisposeScope();
        var layers = Named(name).Draw(seed: 1, [5, 4, 3, 2]);
        Assert.Equal(3, layers.Count);
        Assert.Equal([[4, 5], [3, 4], [2, 3]], layers.Select(layer => layer.W.shape));
        Assert.Equal([[1, 4], [1, 3], [1, 2]], layers.Select(layer => layer.B.shape));
        Assert.All(layers, layer => Assert.Equal(0, layer.B.abs().sum().item<float>()));
        Assert.All(layers, layer => Assert.Equal((ScalarType.Float32, ScalarType.Float32), (layer.W.dtype, layer.B.dtype)));
    }

    [Fact]
    public void HeScalesEveryLayerByTheNumberOfFeatures()
    {
        using var scope = NewDisposeScope();
        var he = WeightInitialization.He.Draw(seed: 7, [8, 100, 3]);
        var plain = WeightInitialization.Randn.Draw(seed: 7, [8, 100, 3]);
        Assert.All(he.Zip(plain), pair => Assert.True(pair.First.W.equal(pair.Second.W / 2).all().item<bool>()));
    }

    [Fact]
    public void AnotherSeedGivesOtherWeights()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (WeightInitialization.He.Draw(1, [8, 3])[0].W, WeightInitialization.He.Draw(2, [8, 3])[0].W);
        Assert.False(first.equal(second).all().item<bool>());
    }

    [Theory]
    [InlineData]
    [InlineData(64)]
    [InlineData(64, 0, 10)]
    [InlineData(64, -3)]
    public void RefusesWidthsThatMakeNoNetwork(params int[] widths)
    {
        var error = Assert.Throws<ArgumentException>(() => WeightInitialization.He.Draw(0, widths));
        Assert.Contains("expected two or more, each 1 or more", error.Message, StringComparison.Ordinal);
    }

    private static WeightInitialization Named(string name)
        => WeightInitialization.All.Single(initialization => initialization.Name == name);
}
