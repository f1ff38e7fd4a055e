using ScratchVsAutograd.Scratch.Networks;
using ScratchVsAutograd.Scratch.Networks.Gpt2;
using ScratchVsAutograd.Scratch.Networks.Layers;
using ScratchVsAutograd.Scratch.Networks.Mlp;
using ScratchVsAutograd.Scratch.Networks.Recurrent;
using ScratchVsAutograd.Scratch.Networks.Residual;
using ScratchVsAutograd.Scratch.Networks.Vae;
using ScratchVsAutograd.Scratch.Networks.Vit;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Scratch.Networks;

/// <summary>Whole networks, small, in float64: every gradient is autograd's, and a network with one wrong line is not.</summary>
public sealed class NetworksTests : TensorTest
{
    private static readonly Gpt2Sizes Small = new(Vocabulary: 7, Context: 6, Layers: 2, Width: 8, Heads: 2);

    private static readonly ResNetSizes TwoBlocks = new(Channels: 2, Blocks: 1, Classes: 5);

    private static readonly Dictionary<string, (Func<Computation> Network, int Tensors, string Spoiled)> Networks = new()
    {
        ["lenet"] = (LeNet, 16, "K1"),
        ["gpt2"] = (Gpt2, 62, "h.0.attn.q"),
        ["mlp"] = (() => Mlp("relu"), 13, "layers.0.active"),
        ["mlp, batch norm, dropout"] = (() => Mlp("tanh", MlpNormalization.Batch, 0.4), 19, "layers.1.norm"),
        ["mlp, layer norm"] = (() => Mlp("gelu", MlpNormalization.Layer), 19, "layers.1.norm.weight"),
        ["resnet"] = (ResNetOfTwo, 62, "layer2.0.sum"),
        ["vae"] = (Vae, 22, "log_variance"),
        ["vit"] = (Vit, 68, "h.1.attn.k"),
        ["lstm"] = (Lstm, 17, "c.2"),
        ["gru"] = (Gru, 14, "h.2"),
    };

    private static readonly Dictionary<string, Func<Computation>> InEvaluation = new()
    {
        ["mlp, batch norm, dropout"] = () =>
        {
            var sizes = Sizes("tanh", MlpNormalization.Batch, 0.4);
            var (X, parameters) = (randn(6, 7), MlpNetwork.Parameters(1, sizes));
            return MlpNetwork.InEvaluation("mlp", sizes, parameters, X, Classes(6), PassOf(Mlp("tanh", MlpNormalization.Batch, 0.4)));
        },
        ["resnet"] = () => ResNet.InEvaluation(
            "resnet", TwoBlocks, ResNet.Parameters(1, TwoBlocks), randn(3, 1, 8, 8), Classes(3), PassOf(ResNetOfTwo())),
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    public static TheoryData<string> NamesInEvaluation => [.. InEvaluation.Keys];

    public static TheoryData<string> Activations => [.. Activation.All.Select(activation => activation.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Every_gradient_is_autograds(string name)
    {
        var report = Comparer.Run(Networks[name].Network(), new ComparisonOptions { Dtype = ScalarType.Float64, Inputs = true });
        Assert.True(report.Agrees, TextReport.Of(report));
        Assert.Equal(Networks[name].Tensors, report.Tensors.Length);
    }

    [Theory, MemberData(nameof(NamesInEvaluation))]
    public void In_evaluation_too(string name)
    {
        var report = Comparer.Run(InEvaluation[name](), new ComparisonOptions { Dtype = ScalarType.Float64, Inputs = true });
        Assert.True(report.Agrees, TextReport.Of(report));
    }

    [Theory, MemberData(nameof(Activations))]
    public void Every_activation_has_its_own_backward(string name)
    {
        var report = Comparer.Run(Mlp(name), new ComparisonOptions { Dtype = ScalarType.Float64 });
        Assert.True(report.Agrees, TextReport.Of(report));
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

    private static Tensor Classes(long rows) => randint(0, 5, [rows], ScalarType.Int64);

    private static ResNet ResNetOfTwo()
        => ResNet.InTraining("resnet", TwoBlocks, ResNet.Parameters(1, TwoBlocks), randn(3, 1, 8, 8), Classes(3));

    private static VaeNetwork Vae() => new("vae", VaeNetwork.Parameters(1, 6, 5, 3), rand(4, 6), randn(4, 3));

    private static VitNetwork Vit()
    {
        var sizes = new TransformerSizes(Layers: 2, Width: 8, Heads: 2);
        return new("vit", sizes, VitNetwork.Parameters(1, sizes, 4, 4, 5), randn(3, 1, 4, 4), Classes(3), side: 2);
    }

    private static LstmNetwork Lstm() => new("lstm", LstmNetwork.Parameters(1, 3, 4, 5), randn(6, 3, 3), Classes(6));

    private static GruNetwork Gru() => new("gru", GruNetwork.Parameters(1, 3, 4, 5), randn(6, 3, 3), Classes(6));

    private static MlpSizes Sizes(string activation, MlpNormalization normalization, double dropout)
        => new(7, [4, 6], 5, Activation.All.Single(one => one.Name == activation), normalization, dropout);

    private static MlpNetwork Mlp(string activation, MlpNormalization normalization = MlpNormalization.None, double dropout = 0)
    {
        var sizes = Sizes(activation, normalization, dropout);
        return MlpNetwork.InTraining("mlp", sizes, MlpNetwork.Parameters(1, sizes), randn(6, 7), Classes(6), new Generator(1));
    }

    private static Trace PassOf(Computation network)
    {
        var trace = new Trace(network.Leaves);
        network.Forward(trace);
        return trace;
    }

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
