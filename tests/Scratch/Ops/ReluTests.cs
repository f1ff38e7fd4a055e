using System.Globalization;
using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Scratch.Ops;

public sealed class ReluTests : TensorTest
{
    [Fact]
    public void Forward_keeps_what_is_above_zero()
        => Assert.True(Relu.Forward(tensor(new float[] { -2, -0f, 0, 3 })).Equals(tensor(new float[] { 0, 0, 0, 3 })));

    [Fact]
    public void Forward_does_not_hide_NaN() => Assert.True(Relu.Forward(tensor(new[] { float.NaN })).isnan().item<bool>());

    [Fact]
    public void Derivative_is_one_above_zero_and_zero_elsewhere_the_kink_included()
    {
        var Z = tensor(new float[] { -2, -0f, 0, float.Epsilon, 3 });
        Assert.True(Backward(Z, full_like(Z, 5)).Equals(tensor(new float[] { 0, 0, 0, 5, 5 })));
    }

    [Fact]
    public void An_infinite_upstream_gradient_stays_out_of_dead_units()
    {
        var Z = tensor(new float[] { -1, 1 });
        Assert.True(Backward(Z, full_like(Z, double.PositiveInfinity)).Equals(tensor(new float[] { 0, float.PositiveInfinity })));
    }

    [Theory]
    [InlineData("()")]
    [InlineData("(5)")]
    [InlineData("(0, 3)")]
    [InlineData("(2, 3, 1, 4)")]
    public void Agrees_with_autograd_on_any_shape(string shape)
        => OpCheck.Agrees([("Z", Shape(shape))], t => Relu.Forward(t["Z"]), (t, d, A) => Relu.Backward(d, t["Z"], A));

    [Fact]
    public void Refuses_what_does_not_fit()
    {
        var d = new Gradients();
        Assert.Contains(
            "A has shape (3,), expected (2, 3)", Assert.Throws<ArgumentException>(() => Relu.Backward(d, ones(2, 3), ones(3))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Z is Int64", Assert.Throws<ArgumentException>(() => Relu.Forward(ones(3, ScalarType.Int64))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_its_results_alive_and_nothing_else()
    {
        var Z = randn(3, 4);
        Tensor? A = null;
        Assert.Equal(1, LiveTensorsLeftBy(() => A = Relu.Forward(Z)));
        var d = new Gradients();
        d.Add(A!, ones(3, 4));
        Assert.Equal(1, LiveTensorsLeftBy(() => Relu.Backward(d, Z, A!)));
    }

    private static long[] Shape(string text)
        => [.. text.Trim('(', ')').Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(size => long.Parse(size, CultureInfo.InvariantCulture))];

    private static Tensor Backward(Tensor Z, Tensor dA)
    {
        var A = Relu.Forward(Z);
        var d = new Gradients();
        d.Add(A, dA);
        Relu.Backward(d, Z, A);
        return d[Z];
    }
}
