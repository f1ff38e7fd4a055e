using ScratchVsAutograd.Harness.Experiments;
using ScratchVsAutograd.Harness.Train;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Train;

/// <summary>
/// Parameters, a loss and a backward by hand are all that training asks for: no network that the program knows, and no labels.
/// </summary>
public sealed class AnythingIsTrainedTests : TensorTest
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void A_line_is_fitted(ScalarType dtype)
    {
        var log = Trainer.Run(
            new PreparedExperiment(Line(factor: 1), "made-up points"),
            new TrainingOptions { Epochs = 200, LearningRate = 0.1, Dtype = dtype });
        Assert.True(log.Agrees);
        Assert.Equal("made-up points", log.Data);
        // The points lie on y = 2x + 1.
        Assert.InRange(log.Last.Scratch.Loss, 0, 1e-6);
        Assert.InRange(log.Epochs[0].Scratch.Loss, 1, 100);
        Assert.Empty(log.Last.Scratch.Measured);
    }

    [Fact]
    public void A_backward_that_is_wrong_drifts_away()
    {
        var log = Trainer.Run(new PreparedExperiment(Line(factor: 0.5), ""), new TrainingOptions { Epochs = 1 });
        Assert.False(log.Agrees);
        Assert.Equal("a", log.Last.Drift.Furthest);
    }

    [Fact]
    public void A_backward_that_forgets_a_parameter_leaves_it_where_it_was()
    {
        var forgetful = Computation.From(
            "forgetful", Line(1).Leaves, t => Line(1)
                .Forward(t), (t, d) => d.Add(t["a"], 2 * ((t["a"] * t["x"] + t["b"] - t["y"]) * t["x"]).mean()));
        var log = Trainer.Run(new PreparedExperiment(forgetful, ""), new TrainingOptions { Epochs = 1 });
        Assert.False(log.Agrees);
        Assert.Equal("b", log.Last.Drift.Furthest);
    }

    [Fact]
    public void A_parameter_that_the_loss_does_not_depend_on_stays_on_both_sides()
    {
        var idle = Computation.From(
            "idle", [.. Line(1).Leaves, Leaf.Parameter("unused", ones(3))], t => Line(1).Forward(t), (t, d) => Line(1).Backward(t, d));
        var log = Trainer.Run(new PreparedExperiment(idle, ""), new TrainingOptions { Epochs = 5, Dtype = ScalarType.Float64 });
        Assert.True(log.Agrees);
        Assert.Equal(["unused"], log.Unmoved.AsEnumerable());
    }

    [Fact]
    public void Both_copies_draw_the_same_random_numbers()
    {
        var noisy = Computation.From(
            "noisy", [Leaf.Parameter("w", ones(4, dtype: ScalarType.Float64))],
            t => (t["w"] * t.Keep("mask", rand(4, dtype: ScalarType.Float64))).sum(), (t, d) => d.Add(t["w"], t["mask"].clone()));
        var log = Trainer.Run(new PreparedExperiment(noisy, ""), new TrainingOptions { Epochs = 10, Dtype = ScalarType.Float64 });
        Assert.Equal(0, log.Last.Drift.MaxAbs);
        Assert.True(log.Epochs.Select(record => record.Scratch.Loss).Distinct().Count() > 5);
    }

    [Fact]
    public void What_is_asked_of_other_data_sees_the_parameters_as_they_are_now()
    {
        var prepared = new PreparedExperiment(Line(1), "")
        {
            Validation = _ => Line(1),
            Measures = [new Measure("slope", "slope", IsOfValidation: true, t => t["a"].to(ScalarType.Float64).item<double>())],
        };
        var log = Trainer.Run(prepared, new TrainingOptions { Epochs = 200, LearningRate = 0.1 });
        Assert.Equal(0, log.Epochs[0].Scratch.Measured[0]);
        Assert.Equal(2, log.Last.Scratch.Measured[0], 0.01);
        Assert.Equal(2, log.Last.Autograd.Measured[0], 0.01);
    }

    private static Computation Line(double factor)
    {
        var x = tensor(new[] { -1f, 0, 1, 2 });
        return Computation.From(
            "line",
            [Leaf.Parameter("a", zeros(1).sum()), Leaf.Parameter("b", zeros(1).sum()), Leaf.Input("x", x), Leaf.Constant("y", 2 * x + 1)],
            t => (t["a"] * t["x"] + t["b"] - t["y"]).square().mean(),
            (t, d) =>
            {
                var error = t["a"] * t["x"] + t["b"] - t["y"];
                d.Add(t["a"], 2 * factor * (error * t["x"]).mean());
                d.Add(t["b"], 2 * error.mean());
            });
    }
}
