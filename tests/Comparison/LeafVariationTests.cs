using ScratchVsAutograd.Comparison.Runs;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison;

/// <summary>Other values for leaves of any size; of more than 262,144 elements nothing is sorted.</summary>
public sealed class LeafVariationTests : TensorTest
{
    [Theory]
    [InlineData(7)]
    [InlineData(1 << 18)]
    [InlineData((1 << 18) + 2)]
    [InlineData(600 * 700)]
    public void Permuted_has_every_element_once_and_hardly_one_where_it_was(int count)
    {
        var value = arange(1.0, count + 1, ScalarType.Float64);
        var permuted = On(LeafVariation.Permuted, value);
        Assert.True(permuted.sort().Values.Equals(value));
        Assert.InRange((permuted == value).sum().item<long>(), 0, Math.Max(3, count / 100));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(600 * 700)]
    public void Redrawn_lies_between_what_there_is_has_its_spread_and_its_zeros(int count)
    {
        var value = randn(count, ScalarType.Float64);
        value[3] = 0;
        var redrawn = On(LeafVariation.Redrawn, value);
        Assert.Equal(0, redrawn[3].item<double>());
        Assert.True((redrawn <= value.max()).all().item<bool>() && (redrawn >= value.min()).all().item<bool>());
        Assert.InRange(redrawn.std().item<double>(), 0.85, 1.15);
        Assert.InRange((redrawn == value).sum().item<long>(), 1, count / 100);
    }

    private static Tensor On(LeafVariation variation, Tensor value)
        => variation.Of(Computation.From("leaf", [Leaf.Parameter("x", value)], t => t["x"].sum(), (_, _) => { })).Leaves[0].Value;
}
