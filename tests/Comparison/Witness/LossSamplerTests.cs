using ScratchVsAutograd.Comparison.Slopes;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Witness;

public sealed class LossSamplerTests : IDisposable
{
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData("x", 2 * 11 * 11 * 11 + 5)]
    [InlineData("h", 2 * (8 + 10) + 5)]
    public void The_named_tensor_alone_is_moved(string name, double loss)
    {
        var computation = Computation.From(
            "cube",
            [
                new Leaf("x", tensor(2f), LeafRole.Parameter),
                new Leaf("two", tensor(2f), LeafRole.Input),
                new Leaf("five", tensor(5), LeafRole.Constant),
            ],
            t => t.Watch("h", t["x"].pow(3)) * t["two"] + t["five"] * (t["five"].dtype == ScalarType.Int32 ? 1 : double.NaN),
            (_, _) => { });
        var sampler = new LossSampler(computation, name);
        Assert.Equal(21, sampler.Loss);
        Assert.Equal(loss, sampler.At(tensor(1.0), name == "x" ? 9 : 10));
        Assert.Equal(21, sampler.At(tensor(1.0), 0));
    }

    [Fact]
    public void Steps_are_measured_in_the_size_of_the_tensor()
    {
        Assert.Equal(5, new LossSampler(Networks.Of(stack([tensor(1.0), tensor(7.0)]), x => x.sum()), "x").Scale);
        Assert.Equal(1, new LossSampler(Networks.Of(zeros(2), x => x.sum()), "x").Scale);
        Assert.Equal(3e200, new LossSampler(Networks.Of(full(2, -3e200, ScalarType.Float64), x => x.sum()), "x").Scale, 1e187);
        var bias = Computation.From(
            "bias", [new Leaf("b", zeros(2), LeafRole.Parameter), new Leaf("X", ones(2) * 8, LeafRole.Input)],
            t => (t["X"] + t["b"]).sum(), (_, _) => { });
        Assert.Equal(8, new LossSampler(bias, "b").Scale);
    }

    [Fact]
    public void A_loss_of_several_elements_is_refused()
    {
        var refused = Assert.Throws<ArgumentException>(() => new LossSampler(Networks.Of(zeros(2), x => x * 2), "x"));
        Assert.StartsWith("The loss has 2 elements, expected one;", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_of_integers_is_refused()
    {
        var computation = Computation.From(
            "labels", [new Leaf("y", arange(2, ScalarType.Int32), LeafRole.Constant)],
            t => t["y"].to(ScalarType.Float64).sum(), (_, _) => { });
        var refused = Assert.Throws<ArgumentException>(() => new LossSampler(computation, "y"));
        Assert.StartsWith("'y' is Int32 although all leaves were float64;", refused.Message, StringComparison.Ordinal);
    }
}
