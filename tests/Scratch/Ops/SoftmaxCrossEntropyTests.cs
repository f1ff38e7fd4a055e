using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Scratch.Ops;

public sealed class SoftmaxCrossEntropyTests : TensorTest
{
    [Fact]
    public void Equal_logits_give_the_logarithm_of_the_class_count()
    {
        var (loss, P) = SoftmaxCrossEntropy.Forward(zeros(2, 4, ScalarType.Float64), OneHot([0, 3], 4), epsilon: 0);
        Assert.Equal(Math.Log(4), loss.item<double>(), 14);
        Assert.True(P.allclose(full_like(P, 0.25)));
    }

    [Fact]
    public void Epsilon_stands_in_the_denominator_and_inside_the_logarithm()
    {
        const double epsilon = 0.5;
        var (loss, P) = SoftmaxCrossEntropy.Forward(zeros(1, 2, ScalarType.Float64), OneHot([0], 2), epsilon);
        Assert.Equal(1 / 2.5, P[0, 0].item<double>(), 15);
        Assert.Equal(-Math.Log(1 / 2.5 + 0.5), loss.item<double>(), 15);
    }

    [Theory]
    [InlineData(1e4)]
    [InlineData(-1e4)]
    public void A_constant_added_to_a_row_changes_nothing(double constant)
    {
        var Z = tensor(new double[,] { { 1, 2, 3 } });
        var y = OneHot([1], 3);
        var expected = SoftmaxCrossEntropy.Forward(Z, y).Loss.item<double>();
        Assert.Equal(expected, SoftmaxCrossEntropy.Forward(Z + constant, y).Loss.item<double>(), 10);
    }

    [Fact]
    public void Backward_is_P_minus_y_over_N()
    {
        var Z = zeros(2, 2, ScalarType.Float64);
        var y = OneHot([0, 1], 2);
        var (_, P) = SoftmaxCrossEntropy.Forward(Z, y, epsilon: 0);
        var d = new Gradients();
        SoftmaxCrossEntropy.Backward(d, Z, P, y);
        Assert.True(d[Z].Equals(tensor(new double[,] { { -0.25, 0.25 }, { 0.25, -0.25 } })));
    }

    [Fact]
    public void Backward_is_the_gradient_of_the_loss_without_epsilon_and_not_of_the_loss_with_it()
    {
        Assert.True(Report(epsilon: 0).Agrees);
        Assert.False(Report(epsilon: 1e-3).Agrees);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        var Z = zeros(2, 3);
        Assert.Contains(
            "y has shape (2, 4), expected (2, 3)", Message(() => SoftmaxCrossEntropy.Forward(Z, zeros(2, 4))), StringComparison.Ordinal);
        Assert.Contains(
            "y is Int64 and Z is Float32", Message(() => SoftmaxCrossEntropy.Forward(Z, zeros(2, 3, ScalarType.Int64))),
            StringComparison.Ordinal);
        Assert.Contains(
            "Z has shape (3,), expected (?, ?)", Message(() => SoftmaxCrossEntropy.Forward(zeros(3), zeros(3))), StringComparison.Ordinal);
        Assert.Contains("at least one row", Message(() => SoftmaxCrossEntropy.Forward(zeros(0, 3), zeros(0, 3))), StringComparison.Ordinal);
        Assert.Contains("epsilon is NaN", Message(() => SoftmaxCrossEntropy.Forward(Z, Z, double.NaN)), StringComparison.Ordinal);
        Assert.Contains("epsilon is -1", Message(() => SoftmaxCrossEntropy.Forward(Z, Z, -1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_its_results_alive_and_nothing_else()
    {
        var (Z, y) = (zeros(2, 3), zeros(2, 3));
        Tensor? P = null;
        Assert.Equal(2, LiveTensorsLeftBy(() => P = SoftmaxCrossEntropy.Forward(Z, y).P));
        var d = new Gradients();
        Assert.Equal(1, LiveTensorsLeftBy(() => SoftmaxCrossEntropy.Backward(d, Z, P!, y)));
    }

    private static ComparisonReport Report(double epsilon)
        => Comparer.Run(Computation.From(
            "loss",
            [
                new Leaf("Z", randn(5, 4, ScalarType.Float64), LeafRole.Parameter),
                new Leaf("y", OneHot([0, 1, 2, 3, 0], 4), LeafRole.Constant)],
            t =>
            {
                var (loss, P) = SoftmaxCrossEntropy.Forward(t["Z"], t["y"], epsilon);
                t.Keep("P", P);
                return loss;
            },
            (t, d) => SoftmaxCrossEntropy.Backward(d, t["Z"], t["P"], t["y"])));

    private static Tensor OneHot(long[] labels, long classes) => nn.functional.one_hot(tensor(labels), classes).to(ScalarType.Float64);

    private static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
}
