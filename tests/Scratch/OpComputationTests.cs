using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Scratch;

/// <summary>One op, Y = X ∘ X or a variant of it, as a computation.</summary>
public sealed class OpComputationTests : TensorTest
{
    private readonly Leaf[] leaves = [Leaf.Parameter("X", randn(3, 4))];

    [Fact]
    public void The_upstream_gradient_is_random_of_the_outputs_shape_and_the_same_every_time()
    {
        var (first, second) = (UpstreamOf(Square()), UpstreamOf(Square()));
        Assert.Equal([3, 4], first.shape);
        Assert.True(first.equal(second).all().item<bool>());
        Assert.InRange(first.std().item<float>(), 0.3f, 3f);
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    public void The_upstream_gradient_has_the_outputs_dtype(ScalarType dtype)
        => Assert.Equal(dtype, UpstreamOf(Op(t => t["X"].to(dtype), (_, _, _) => { })).dtype);

    [Fact]
    public void Backward_starts_from_it()
    {
        var computation = Square();
        var trace = new Trace(computation.Leaves);
        var loss = computation.Forward(trace);
        var d = new Gradients(trace);
        computation.Backward(trace, d);

        var (X, R) = (trace["X"], UpstreamOf(computation));
        Assert.Equal(["X", "output", "upstream"], trace.Order);
        Assert.Equal((X * X * R).sum().item<float>(), loss.item<float>());
        Assert.True(d.Find(X)!.equal(2 * X * R).all().item<bool>());
    }

    [Fact]
    public void An_output_that_forward_named_itself_keeps_its_name()
    {
        var report = Comparer.Run(Op(t => t.Watch("Y", t["X"] * t["X"]), (t, d, Y) => d.Add(t["X"], 2 * t["X"] * d[Y])));
        Assert.True(report.Agrees, TextReport.Of(report));
        Assert.Equal(["X", "Y"], report.Tensors.Select(tensor => tensor.Name));
    }

    [Fact]
    public void A_dropout_mask_is_drawn_as_if_there_had_been_no_trial()
    {
        random.manual_seed(5);
        var expected = rand(3, 4);
        random.manual_seed(5);
        _ = Op(t => t["X"] * rand(3, 4), (_, _, _) => { });
        Assert.True(rand(3, 4).equal(expected).all().item<bool>());
    }

    [Fact]
    public void A_wrong_reference_fails()
    {
        var report = Comparer.Run(Computation.FromOp(
            "square", leaves, t => t["X"] * t["X"], (t, d, Y) => d.Add(t["X"], 2 * t["X"] * d[Y]), t => t["X"].pow(3)));
        Assert.False(report.Agrees);
    }

    [Fact]
    public void An_output_without_gradients_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => Op(t => t["X"].argmax(1), (_, _, _) => { }));
        Assert.Contains("'square' returned a tensor of dtype Int64", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Making_one_leaves_only_the_upstream_gradient_alive()
        => Assert.Equal(1, LiveTensorsLeftBy(() => Square()));

    private static Tensor UpstreamOf(Computation computation) => computation.Leaves.Single(leaf => leaf.Role == LeafRole.Constant).Value;

    private Computation Square() => Op(t => t["X"] * t["X"], (t, d, Y) => d.Add(t["X"], 2 * t["X"] * d[Y]));

    private Computation Op(Func<Trace, Tensor> forward, Action<Trace, Gradients, Tensor> backward)
        => Computation.FromOp("square", leaves, forward, backward);
}
