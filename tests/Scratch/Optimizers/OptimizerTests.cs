using ScratchVsAutograd.Scratch.Optimizers;
using TorchSharp;
using static TorchSharp.torch;
using AdamW = ScratchVsAutograd.Scratch.Optimizers.AdamW;
using Parameter = TorchSharp.Modules.Parameter;

namespace ScratchVsAutograd.Tests.Scratch.Optimizers;

/// <summary>Each update by hand against torch's own, step by step.</summary>
public sealed class OptimizerTests : TensorTest
{
    private const int Steps = 20;

    private static readonly Dictionary<string,
        (Func<IEnumerable<Tensor>, Optimizer> Ours, Func<IEnumerable<Parameter>, torch.optim.Optimizer> Torchs)> Pairs = new()
        {
            ["sgd"] = (parameters => new Sgd(parameters, 0.1), parameters => optim.SGD(parameters, 0.1)),
            ["momentum"] = (parameters => new Sgd(parameters, 0.1, 0.9), parameters => optim.SGD(parameters, 0.1, momentum: 0.9)),
            ["adamw"] = (parameters => new AdamW(parameters, 0.01), parameters => optim.AdamW(parameters, 0.01, weight_decay: 0.01)),
            ["adamw, all options"] = (
            parameters => new AdamW(parameters, 0.02, 0.3, 0.8, 0.95, 1e-4),
            parameters => optim.AdamW(parameters, 0.02, beta1: 0.8, beta2: 0.95, eps: 1e-4, weight_decay: 0.3)),
        };

    public static TheoryData<string> Names => [.. Pairs.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Every_step_is_torchs(string name)
    {
        random.manual_seed(1);
        var ours = new[] { randn(3, 4, ScalarType.Float64), randn(5, ScalarType.Float64) };
        var torchs = ours.Select(one => new Parameter(one.clone())).ToArray();
        using var unrecorded = no_grad();
        var (mine, reference) = (Pairs[name].Ours(ours), Pairs[name].Torchs(torchs));
        for (var step = 0; step < Steps; step++)
        {
            var gradients = ours.Select(one => randn(one.shape, ScalarType.Float64)).ToArray();
            mine.Step(gradients);
            foreach (var (parameter, gradient) in torchs.Zip(gradients)) parameter.grad = gradient.clone();
            reference.step();
            Assert.All(ours.Zip(torchs), pair => Assert.True(pair.First.allclose(pair.Second, 1e-12, 1e-14), $"step {step}"));
        }
    }

    [Fact]
    public void One_without_a_gradient_keeps_its_value()
    {
        var (moved, kept) = (ones(2), ones(2));
        new AdamW([moved, kept], 0.1).Step([ones(2), null]);
        Assert.True(kept.Equals(ones(2)));
        Assert.False(moved.Equals(ones(2)));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_step_leaves_no_tensor_behind(string name)
    {
        var parameter = ones(3, ScalarType.Float64);
        var optimizer = Pairs[name].Ours([parameter]);
        var gradient = ones(3, ScalarType.Float64);
        using var unrecorded = no_grad();
        Assert.Equal(0, LiveTensorsLeftBy(() => optimizer.Step([gradient])));
    }
}
