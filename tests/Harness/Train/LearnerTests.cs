using ScratchVsAutograd.Harness.Experiments.Notebook;
using ScratchVsAutograd.Harness.Train;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Train;

/// <summary>One update is the start less α times the gradient that the notebook printed in PyTorch.</summary>
public class LearnerTests : TensorTest
{
    [Theory]
    [InlineData("he", "scratch")]
    [InlineData("he", "autograd")]
    [InlineData("randn", "scratch")]
    [InlineData("randn", "autograd")]
    public void OneUpdateIsThatOfTheNotebook(string initialization, string side)
    {
        const double rate = 0.5;
        var fixture = NpzFixture.Open($"notebook-seed0-{initialization}.npz");
        var learner = Learn(initialization, side, rate);
        Assert.Equal(["W1", "B1", "W2", "B2"], learner.Parameters.Select(parameter => parameter.Name));
        foreach (var (name, value, _) in learner.Parameters)
        {
            // Biases start at zero.
            var before = name[0] == 'B' ? zeros_like(value) : fixture[$"{name}/value"];
            var expected = before - rate * fixture[$"{name}/{side}"];
            Assert.True(
                allclose(value, expected, rtol: 1e-4, atol: 1e-6), $"{name} is off by {(value - expected).abs().max().item<float>()}");
        }
    }

    [Fact]
    public void TheTwoSidesOfTheNotebookAreToldApart()
    {
        var (scratch, autograd) = (Learn("randn", "scratch", 0.5), Learn("randn", "autograd", 0.5));
        Assert.All(
            scratch.Parameters.Zip(autograd.Parameters),
            pair => Assert.False(allclose(pair.First.Value, pair.Second.Value, rtol: 1e-4, atol: 1e-6)));
    }

    private static Learner Learn(string initialization, string side, double rate)
    {
        var subject = new TrainingSubject(NotebookExperiment.Prepare(TrainingCases.Settings(initialization)), ScalarType.Float32, CPU);
        Learner learner = side == "scratch" ? new ScratchLearner(subject) : new AutogradLearner(subject);
        learner.Learn(subject.Training, learner.UpdatedBy(new TrainingOptions { LearningRate = rate }));
        return learner;
    }
}
