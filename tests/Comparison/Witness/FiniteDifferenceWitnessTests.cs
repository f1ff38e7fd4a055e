using ScratchVsAutograd.Comparison.Witness;
using TorchSharp;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Witness;

public sealed class FiniteDifferenceWitnessTests : IDisposable
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> WrongGradients = new()
    {
        ["sign"] = g => -g,
        ["factor 1.001"] = g => g * 1.001,
        ["factor 1.000001"] = g => g * 1.000001,
        ["zero"] = g => zeros_like(g),
        ["one element doubled"] = g => OneElement(g, worst => worst * 2),
        ["one element zero"] = g => OneElement(g, _ => 0),
        ["one element NaN"] = g => OneElement(g, _ => double.NaN),
        ["one element infinite"] = g => OneElement(g, _ => double.PositiveInfinity),
        ["one element 1e30"] = g => OneElement(g, _ => 1e30),
        ["last row missing"] = g => cat([g[..^1], zeros_like(g[^1..])]),
        ["rows reversed"] = g => g.flip(0),
        ["row mean missing"] = g => g - g.mean([1L], keepdim: true) + 0.01 * g.abs().mean(),
    };

    private static readonly Dictionary<string, (Tensor x, Func<Tensor, Tensor> loss, Func<Tensor, Tensor> gradient)> Functions = new()
    {
        ["quadratic"] = (Row(1, -2, 3), x => (x * x).sum() / 2, x => x),
        ["exp"] = (Row(1, -2, 3), x => x.exp().sum(), x => x.exp()),
        ["log"] = (Row(1, 0.5, 3), x => x.log().sum(), x => 1 / x),
        ["log of very different magnitudes"] = (Row(1e-6, 1, 1e4), x => x.log().sum(), x => 1 / x),
        ["1e-8 exp"] = (Row(1e-8, -2e-8, 3e-8), x => (1e8 * x).exp().sum(), x => 1e8 * (1e8 * x).exp()),
        ["1e8 sine"] = (Row(1e8, -2e8, 3e8), x => (1e-8 * x).sin().sum(), x => 1e-8 * (1e-8 * x).cos()),
        ["loss of 1e-200"] = (Row(1, -2, 3), x => 1e-200 * x.exp().sum(), x => 1e-200 * x.exp()),
        ["at zero"] = (Row(0, 0, 0), x => (x.sin() + 2).sum(), x => x.cos()),
        ["logsumexp"] = (Row(1, -2, 3), x => x.logsumexp(0L), x => x.softmax(0L)),
        ["kinks close by"] = (Row(1e-6, -1e-6, 1), x => x.abs().sum(), x => x.sign()),
    };

    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<string> WrongNames => [.. WrongGradients.Keys];

    public static TheoryData<string> FunctionNames => [.. Functions.Keys];

    public static TheoryData<string> MlpTensors => ["X", "W1", "B1", "Z1", "A1", "W2", "B2", "Z2"];

    public void Dispose() => scope.Dispose();

    [Theory, MemberData(nameof(FunctionNames))]
    public void A_known_gradient_is_borne_out_and_a_slightly_wrong_one_is_not(string name)
    {
        var (x, loss, gradient) = Functions[name];
        var computation = Networks.Of(x, loss);
        var right = gradient(x);
        var wrong = right * (1 + 1e-4);
        Assert.Equal(WitnessSays.Both, Testify(computation, "x", right, right).Says);
        Assert.Equal(WitnessSays.Scratch, Testify(computation, "x", right, wrong).Says);
        Assert.Equal(WitnessSays.Autograd, Testify(computation, "x", wrong, right).Says);
        Assert.Equal(WitnessSays.Neither, Testify(computation, "x", wrong, right * (1 - 1e-4)).Says);
    }

    [Theory, MemberData(nameof(WrongNames))]
    public void The_side_that_is_wrong_gets_no_vote(string wrong)
    {
        var computation = Networks.Mlp();
        foreach (var tensor in new[] { "W1", "Z1", "Z2" })
        {
            var right = Autograd.GradientOf(computation, tensor);
            var other = WrongGradients[wrong](right);
            Assert.Equal((tensor, WitnessSays.Autograd), (tensor, Testify(computation, tensor, other, right).Says));
            Assert.Equal((tensor, WitnessSays.Scratch), (tensor, Testify(computation, tensor, right, other).Says));
            Assert.Equal((tensor, WitnessSays.Neither), (tensor, Testify(computation, tensor, other, right * -3).Says));
        }
    }

    [Theory, MemberData(nameof(MlpTensors))]
    public void Every_leaf_and_watched_tensor_can_be_questioned(string tensor)
    {
        var computation = Networks.Mlp(epsilon: 0);
        var autograd = Autograd.GradientOf(computation, tensor);
        var scratch = Autograd.ScratchGradientOf(computation, tensor);
        Assert.Equal(WitnessSays.Both, Testify(computation, tensor, scratch, autograd).Says);
        Assert.Equal(WitnessSays.Autograd, Testify(computation, tensor, scratch * 1.0001, autograd).Says);
    }

    [Theory, MemberData(nameof(MlpTensors))]
    public void With_the_epsilon_inside_the_logarithm_autograd_is_right_about_the_loss_as_written(string tensor)
    {
        var computation = Networks.Mlp(gain: 3, inputs: 3);
        var testimony = Testify(
            computation, tensor, Autograd.ScratchGradientOf(computation, tensor), Autograd.GradientOf(computation, tensor));
        Assert.Equal(WitnessSays.Autograd, testimony.Says);
        Assert.StartsWith(
            "Autograd is right about the loss as written: the slope of the loss along ", testimony.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-8)]
    [InlineData(1e8)]
    public void The_scale_of_the_inputs_does_not_matter(double inputs)
    {
        var computation = Networks.Mlp(inputs: inputs);
        foreach (var tensor in new[] { "X", "W1", "Z1", "W2" })
        {
            var autograd = Autograd.GradientOf(computation, tensor);
            if (!(autograd.abs().max().item<double>() > 0)) continue;
            Assert.Equal((tensor, WitnessSays.Autograd), (tensor, Testify(computation, tensor, -autograd, autograd).Says));
            Assert.Equal((tensor, WitnessSays.Scratch), (tensor, Testify(computation, tensor, autograd, autograd * 1.1).Says));
        }
    }

    [Fact]
    public void Rounding_of_the_gradients_themselves_is_forgiven_as_far_as_it_is_declared()
    {
        var computation = Networks.Mlp();
        var autograd = Autograd.GradientOf(computation, "W1");
        var rounded = autograd.to(ScalarType.Float32);
        Assert.Equal(WitnessSays.Both, Testify(computation, "W1", rounded, autograd, precision: 1e-5).Says);
        Assert.Equal(WitnessSays.Autograd, Testify(computation, "W1", rounded, autograd, precision: 1e-13).Says);
        Assert.Equal(WitnessSays.Autograd, Testify(computation, "W1", rounded * 1.001, autograd, precision: 1e-5).Says);
    }

    [Fact]
    public void A_missing_gradient_counts_as_zero()
    {
        var computation = Networks.Mlp();
        var autograd = Autograd.GradientOf(computation, "W2");
        Assert.Equal(WitnessSays.Autograd, Testify(computation, "W2", null, autograd).Says);
        Assert.Equal(WitnessSays.Scratch, Testify(computation, "W2", autograd, null).Says);
        var unused = Networks.Of(Row(1, 2), x => (x * 0).sum() + 1);
        Assert.Equal(WitnessSays.Both, Testify(unused, "x", null, null).Says);
        Assert.Equal(WitnessSays.Autograd, Testify(unused, "x", Row(1e-6, 0), null).Says);
    }

    [Fact]
    public void At_a_kink_there_is_no_vote()
    {
        var x = Row(0, 1, -1);
        var computation = Networks.Of(x, leaf => leaf.relu().sum());
        var testimony = Testify(computation, "x", Row(1, 1, 0), Row(0, 1, 0));
        Assert.All(testimony.Statements, statement => Assert.Equal(WitnessSays.InconclusiveKink, statement.Says));
        Assert.Equal(WitnessSays.InconclusiveKink, testimony.Says);
        Assert.Contains("kink", testimony.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_element_away_from_the_kink_still_gets_a_vote()
    {
        var x = Row(0, 1, -1);
        var computation = Networks.Of(x, leaf => leaf.relu().sum());
        var testimony = Testify(computation, "x", Row(0, -1, 0), Row(0, 1, 0));
        Assert.Equal(WitnessSays.Autograd, testimony.Says);
        Assert.Contains(
            testimony.Statements, statement => statement is { Direction: "element [1]", Says: WitnessSays.Autograd, Scratch: -1 });
    }

    [Fact]
    public void A_tie_of_a_maximum_is_a_kink()
    {
        var computation = Networks.Of(Row(2, 2, 1), x => x.max());
        Assert.Equal(WitnessSays.InconclusiveKink, Testify(computation, "x", Row(1, 0, 0), Row(0.5, 0.5, 0)).Says);
    }

    [Fact]
    public void A_saturated_loss_says_zero_to_within_its_last_digit()
    {
        var computation = Networks.Of(Row(50, 60, 70), x => x.sigmoid().sum());
        var zero = Row(0, 0, 0);
        Assert.Equal(WitnessSays.Autograd, Testify(computation, "x", Row(1e-10, 0, 0), zero).Says);
        Assert.Equal(WitnessSays.Inconclusive, Testify(computation, "x", Row(1e-18, 0, 0), zero).Says);
        Assert.Equal(WitnessSays.Both, Testify(computation, "x", zero, zero).Says);
    }

    [Fact]
    public void A_loss_that_is_not_finite_says_nothing()
    {
        var testimony = Testify(Networks.Of(Row(-1, 2), x => x.log().sum()), "x", Row(-1, 0.5), Row(-1, 0.5));
        Assert.Equal(WitnessSays.Inconclusive, testimony.Says);
        Assert.Equal("The loss in float64 is NaN; finite differences say nothing about x.", testimony.Sentence);
    }

    [Fact]
    public void Of_a_watched_tensor_a_loss_that_is_not_finite_says_nothing_either()
    {
        var computation = Computation.From(
            "watched", [new Leaf("x", Row(-1, 2), LeafRole.Parameter)], t => t.Watch("y", t["x"] * 2).log().sum(), (_, _) => { });
        Assert.Equal(
            "The loss in float64 is NaN; finite differences say nothing about y.",
            FiniteDifferenceWitness.Testify(computation, "y", Row(1, 1), Row(1, 1)).Sentence);
    }

    [Fact]
    public void A_forward_that_does_not_go_on_with_the_watched_tensor_gets_no_vote()
    {
        var computation = Computation.From(
            "ignored", [new Leaf("X", ones(3, ScalarType.Float64), LeafRole.Parameter)],
            t =>
            {
                var Y = t["X"] * 2;
                t.Watch("Y", Y);
                return Y.square().sum();
            },
            (_, _) => { });
        var testimony = FiniteDifferenceWitness.Testify(computation, "Y", full([3], 4.0), full([3], 4.0));
        Assert.Equal(WitnessSays.Inconclusive, testimony.Says);
        Assert.Equal(
            "No vote on Y: moving Y has no effect, because forward continues with a different tensor than the one that Watch returned.",
            testimony.Sentence);
    }

    [Fact]
    public void Statements_name_directions_worst_element_first()
    {
        var computation = Networks.Of(Row(1, 2, 3).reshape(1, 3), x => (x * x).sum());
        var right = tensor(new double[,] { { 2, 4, 6 } });
        var statements = Testify(computation, "x", tensor(new[,] { { 3, 4, double.NaN } }), right).Statements;
        Assert.Equal(
            ["random 1", "random 2", "random 3", "random 4", "element [0, 2]", "element [0, 0]"],
            statements.Select(statement => statement.Direction));
        Assert.Equal((3, 2), (statements[^1].Scratch, statements[^1].Autograd));
        Assert.Equal(2, statements[^1].FiniteDifference, statements[^1].ErrorBar);
    }

    [Fact]
    public void The_same_question_gets_the_same_answer_and_leaves_no_trace()
    {
        var computation = Networks.Mlp();
        var gradient = Autograd.GradientOf(computation, "Z1");
        var doubled = gradient * 2;
        var state = get_rng_state();
        var before = LiveTensors.Count();
        var first = Testify(computation, "Z1", doubled, gradient);
        var second = Testify(computation, "Z1", doubled, gradient);
        Assert.Equal(before, Tensor.TotalCount);
        Assert.True(state.Equals(get_rng_state()));
        Assert.Equal(string.Join('\n', first.Statements), string.Join('\n', second.Statements));
    }

    [Fact]
    public void A_tensor_that_cannot_be_moved_is_refused_with_a_sentence()
    {
        var computation = Networks.Mlp();
        var kept = Assert.Throws<ArgumentException>(() => Testify(computation, "A2", null, null));
        Assert.StartsWith(
            "'A2' is neither a leaf nor a watched tensor of 'mlp', so it cannot be moved; watch it, or name one of X, W1, B1,",
            kept.Message, StringComparison.Ordinal);
        var shape = Assert.Throws<ArgumentException>(() => Testify(computation, "B1", zeros(6), null));
        Assert.StartsWith("Scratch's gradient has shape (6), the tensor has (1, 6);", shape.Message, StringComparison.Ordinal);
    }

    private static Testimony Testify(Computation computation, string tensor, Tensor? scratch, Tensor? autograd, double precision = 1e-12)
        => FiniteDifferenceWitness.Testify(computation, tensor, scratch, autograd, new WitnessOptions { Precision = precision });

    private static Tensor Row(params double[] values) => tensor(values).DetachFromDisposeScope();

    private static Tensor OneElement(Tensor gradient, Func<double, double> change)
    {
        var changed = gradient.clone();
        var index = gradient.abs().argmax().item<long>();
        var flat = changed.view(-1);
        flat[index] = change(flat[index].item<double>());
        return changed;
    }
}
