using CsCheck;
using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Scratch.Ops;

public sealed class LinearTests : TensorTest
{
    [Fact]
    public void Forward_is_X_times_W_transposed_plus_b()
    {
        var X = tensor(new float[,] { { 1, 2 }, { 3, 4 } });
        var W = tensor(new float[,] { { 1, 0 }, { 0, 1 }, { 1, 1 } });
        var b = tensor(new float[,] { { 10, 20, 30 } });
        Assert.True(Linear.Forward(X, W, b).Equals(tensor(new float[,] { { 11, 22, 33 }, { 13, 24, 37 } })));
    }

    [Fact]
    public void Backward_by_hand_on_paper()
    {
        var X = tensor(new float[,] { { 1, 2 }, { 3, 4 } });
        var W = tensor(new float[,] { { 5, 6 } });
        var b = zeros(1, 1);
        var Z = Linear.Forward(X, W, b);
        var d = new Gradients();
        d.Add(Z, tensor(new float[,] { { 1 }, { 10 } }));
        Linear.Backward(d, X, W, b, Z);
        Assert.True(d[W].Equals(tensor(new float[,] { { 31, 42 } })));
        Assert.True(d[b].Equals(tensor(new float[,] { { 11 } })));
        Assert.True(d[X].Equals(tensor(new float[,] { { 5, 6 }, { 50, 60 } })));
    }

    [Fact]
    public void Agrees_with_autograd_for_any_sizes()
        => Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 9]).Sample(
            (N, inputs, outputs) => OpCheck.Agrees(
                [("X", [N, inputs]), ("W", [outputs, inputs]), ("b", [1, outputs])],
                t => Linear.Forward(t["X"], t["W"], t["b"]),
                (t, d, Z) => Linear.Backward(d, t["X"], t["W"], t["b"], Z)),
            iter: 50, threads: 1);

    [Theory]
    [InlineData("X one column short", 2, 3, 5, 4, 1, 5, "X has shape (2, 3), expected (?, 4).")]
    [InlineData("bias for another width", 2, 4, 5, 4, 1, 6, "b has shape (1, 6), expected (1, 5).")]
    [InlineData("bias with rows", 2, 4, 5, 4, 2, 5, "b has shape (2, 5), expected (1, 5).")]
    public void Wrong_shapes_are_refused_before_the_native_call(
        string what, long N, long features, long outputs, long inputs, long biasRows, long biasColumns, string sentence)
    {
        var exception = Assert.Throws<ArgumentException>(
            () => Linear.Forward(ones(N, features), ones(outputs, inputs), ones(biasRows, biasColumns)));
        Assert.True(exception.Message.StartsWith(sentence, StringComparison.Ordinal), $"{what}: {exception.Message}");
    }

    [Fact]
    public void Other_ranks_and_dtypes_are_refused()
    {
        Assert.Contains(
            "W has shape (4,), expected (?, ?)",
            Assert.Throws<ArgumentException>(() => Linear.Forward(ones(2, 4), ones(4), ones(1, 4))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "W is Float64 and X is Float32",
            Assert.Throws<ArgumentException>(() => Linear.Forward(ones(2, 4), ones(3, 4, ScalarType.Float64), ones(1, 3))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "X is Int64, expected a floating-point dtype",
            Assert.Throws<ArgumentException>(() => Linear.Forward(ones(2, 4, ScalarType.Int64), ones(3, 4), ones(1, 3))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_its_results_alive_and_nothing_else()
    {
        var (X, W, b) = (ones(2, 4), ones(3, 4), ones(1, 3));
        Tensor? Z = null;
        Assert.Equal(1, LiveTensorsLeftBy(() => Z = Linear.Forward(X, W, b)));
        var d = new Gradients();
        d.Add(Z!, ones(2, 3));
        Assert.Equal(3, LiveTensorsLeftBy(() => Linear.Backward(d, X, W, b, Z!)));
    }
}
