using ScratchVsAutograd.Scratch.Networks;
using ScratchVsAutograd.Scratch.Networks.Gpt2;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Scratch.Networks;

/// <summary>Whole networks, small, in float64: every gradient is autograd's, and a network with one wrong line is not.</summary>
public sealed class NetworksTests : TensorTest
{
    private static readonly Gpt2Sizes Small = new(Vocabulary: 7, Context: 6, Layers: 2, Width: 8, Heads: 2);

    private static readonly Dictionary<string, (Func<Computation> Network, int Tensors, string Spoiled)> Networks = new()
    {
        ["lenet"] = (LeNet, 16, "K1"),
        ["gpt2"] = (Gpt2, 62, "h.0.attn.q"),
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Every_gradient_is_autograds(string name)
    {
        var report = Comparer.Run(Networks[name].Network(), new ComparisonOptions { Dtype = ScalarType.Float64, Inputs = true });
        Assert.True(report.Agrees, TextReport.Of(report));
        Assert.Equal(Networks[name].Tensors, report.Tensors.Length);
    }

    [Theory, MemberData(nameof(Names))]
    public void One_wrong_gradient_is_found_where_it_is(string name)
    {
        var (network, _, spoiled) = Networks[name];
        var report = Comparer.Run(
            new Spoiled(network(), spoiled), new ComparisonOptions { Dtype = ScalarType.Float64, WhyTime = TimeSpan.Zero });
        Assert.Equal(spoiled, Assert.Single(report.Faults));
    }

    [Fact]
    public void A_pair_of_gradients_in_one_memory_for_each_sum_is_one_remark()
    {
        var remark = Assert.Single(Comparer.Run(Gpt2()).Remarks, remark => remark.Contains("share memory", StringComparison.Ordinal));
        Assert.Equal(
            "The gradients of h.1.residual and h.1.mlp share memory: changing one changes the other. So do those of h.0 with h.1.attn, "
            + "h.0.residual with h.0.mlp, embedded with h.0.attn and token with position.",
            remark);
    }

    [Fact]
    public void The_published_size_has_124_million_parameters() => Assert.Equal(124_439_808, Gpt2Sizes.Published.Parameters);

    [Fact]
    public void The_count_of_parameters_is_that_of_those_drawn()
        => Assert.Equal(Small.Parameters, Gpt2Network.Parameters(0, Small).Sum(leaf => leaf.Value.numel()));

    private static LeNet LeNet()
        => new(
            "lenet", ScratchVsAutograd.Scratch.Networks.LeNet.Parameters(1, 8, 8, 5, (3, 4)), randn(6, 1, 8, 8),
            randint(0, 5, [6], ScalarType.Int64));

    private static Gpt2Network Gpt2()
        => new(
            "gpt2", Small, Gpt2Network.Parameters(1, Small), randint(0, 7, [3, 6], ScalarType.Int64),
            randint(0, 7, [3, 6], ScalarType.Int64));

    // The network with one more term, of 1 % of one gradient.
    private sealed class Spoiled(Computation network, string tensor) : Computation
    {
        public override string Name => network.Name;

        public override IReadOnlyList<Leaf> Leaves => network.Leaves;

        public override Tensor Forward(Trace t) => network.Forward(t);

        public override void Backward(Trace t, Gradients d)
        {
            network.Backward(t, d);
            d.Add(t[tensor], d.Find(t[tensor])! * 0.01);
        }
    }
}
