using ScratchVsAutograd.Harness.Experiments.Notebook;
using ScratchVsAutograd.Harness.Train;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Train;

public class TrainerTests : TensorTest
{
    [Theory]
    [InlineData("float32")]
    [InlineData("float64")]
    public void FromHeBothLearnAndEndWithTheSameParameters(string dtype)
    {
        var log = Train("he", dtype, epochs: 100);

        Assert.Equal(101, log.Epochs.Length);
        Assert.Equal(Enumerable.Range(0, 101), log.Epochs.Select(record => record.Epoch));
        foreach (var score in new Func<EpochRecord, Score>[] { record => record.Scratch, record => record.Autograd })
        {
            Assert.All(log.Epochs.Skip(1).Zip(log.Epochs), pair => Assert.True(score(pair.First).Loss < score(pair.Second).Loss));
            Assert.InRange(score(log.Last).Loss, 0.97, 0.99);
            Assert.InRange(score(log.Last).Measured[0], 0.8, 0.82);
            Assert.InRange(score(log.Last).Measured[1], 0.79, 0.82);
        }

        Assert.True(log.Agrees);
        Assert.Empty(log.Unmoved);
    }

    [Fact]
    public void FromHeFloat64StaysMuchCloserThanFloat32()
    {
        var (single, @double) = (Train("he", "float32", epochs: 50).Last.Drift, Train("he", "float64", epochs: 50).Last.Drift);
        Assert.InRange(single.MaxAbs, 1e-9, 1e-6);
        Assert.InRange(@double.MaxAbs, 0, single.MaxAbs / 20);
    }

    [Fact]
    public void FromRandnTheNetworksDriftApartFromTheFirstUpdate()
    {
        var log = Train("randn", "float32", epochs: 20);

        Assert.False(log.Agrees);
        Assert.True(log.Epochs[0].Drift.WithinTolerance);
        Assert.All(log.Epochs.Skip(1), record => Assert.False(record.Drift.WithinTolerance));
        Assert.InRange(log.Epochs[1].Drift.MaxAbs, 0.1, 1);
        Assert.True(log.Last.Drift.MaxAbs > 2 * log.Epochs[1].Drift.MaxAbs);
        Assert.True(log.Last.Autograd.Loss - log.Last.Scratch.Loss > 1);
    }

    [Fact]
    public void ADriftThatFloat64DoesNotShowIsRounding()
    {
        // At such a rate the loss jumps, and what differs by rounding soon differs by more.
        var log = Train("he", "float32", epochs: 20, epsilon: 0, rate: 2);
        Assert.False(log.Last.Drift.WithinTolerance);
        Assert.InRange(log.InFloat64!.MaxAbs, 0, 1e-8);
        Assert.True(log.Agrees);
    }

    [Fact]
    public void AWrongFormulaDriftsInFloat64Too()
    {
        var log = Train("randn", "float32", epochs: 2);
        Assert.False(log.InFloat64!.WithinTolerance);
        Assert.False(log.Agrees);
    }

    [Fact]
    public void FromRandnWithoutEpsilonTheyDoNotDriftInFloat64()
    {
        var log = Train("randn", "float64", epochs: 20, epsilon: 0);
        Assert.InRange(log.Last.Drift.MaxAbs, 0, 1e-12);
    }

    [Theory]
    [InlineData("he", "float32")]
    [InlineData("he", "float64")]
    [InlineData("randn", "float32")]
    [InlineData("randn", "bfloat16")]
    public void TheFirstLossesAreThoseOfTheComparison(string initialization, string dtype)
    {
        var log = Train(initialization, dtype, epochs: 1);
        var comparison = Comparer.Run(
            NotebookExperiment.Prepare(TrainingCases.Settings(initialization)).Computation,
            new ComparisonOptions { Dtype = TrainingCases.Dtype(dtype) });
        Assert.Equal(comparison.Loss, log.Epochs[0].Scratch.Loss);
        Assert.Equal(comparison.Loss, log.Epochs[0].Autograd.Loss);
    }

    [Fact]
    public void ALossThatIsNotANumberIsRecordedAndNeverAgrees()
    {
        // In float32 some probability underflows to 0, whose logarithm is infinite, and 0 · ∞ is NaN.
        var log = Train("randn", "float32", epochs: 2, epsilon: 0);
        Assert.True(double.IsNaN(log.Epochs[0].Autograd.Loss));
        Assert.True(double.IsNaN(log.Last.Drift.MaxAbs));
        Assert.Equal([0, 0], log.Last.Autograd.Measured.AsEnumerable());
        Assert.False(log.Agrees);
    }

    [Fact]
    public void ABackwardThatIsOffByATenthOfAPercentIsFoundAtTheFirstUpdate()
    {
        var options = new TrainingOptions { Epochs = 3 };
        var subject = new TrainingSubject(NotebookExperiment.Prepare(TrainingCases.Settings("he")), ScalarType.Float32, CPU);
        var (wrong, right, reference) = (new ScaledLearner(1.001, subject), new ScaledLearner(1, subject), new AutogradLearner(subject));

        Assert.False(Trainer.Run(wrong, reference, options)[1].Drift.WithinTolerance);
        reference = new AutogradLearner(subject);
        Assert.True(Trainer.Run(right, reference, options)[^1].Drift.WithinTolerance);
    }

    [Fact]
    public void AnUpdateSmallerThanTheToleranceIsSaidToProveNothing()
        => Assert.Equal(["W1", "B1", "W2", "B2"], Train("he", "float32", epochs: 1, rate: 1e-12).Unmoved.AsEnumerable());

    [Fact]
    public void TheStartIsNotChanged()
    {
        var start = NotebookExperiment.Prepare(TrainingCases.Settings("he"));
        var before = start.Computation.Leaves.Select(leaf => leaf.Value.clone()).ToList();
        Trainer.Run(start, new TrainingOptions { Epochs = 2 });
        Assert.All(start.Computation.Leaves.Zip(before), pair => Assert.True(pair.First.Value.equal(pair.Second).all().item<bool>()));
    }

    [Fact]
    public void NoTensorIsLeftBehindAndMemoryDoesNotGrowWithTheEpochs()
    {
        var live = new List<long>();
        var start = NotebookExperiment.Prepare(TrainingCases.Settings("he"));
        var left = LiveTensorsLeftBy(() => Trainer.Run(start, new TrainingOptions { Epochs = 50 }, _ => live.Add(Tensor.TotalCount)));
        Assert.Equal(0, left);
        Assert.Equal(50, live.Count);
        Assert.Single(live.Distinct());
    }

    [Fact]
    public void TheSameSeedGivesTheSameNumbers()
    {
        Assert.Equal(Train("he", "float32", epochs: 10).Epochs.AsEnumerable(), Train("he", "float32", epochs: 10).Epochs.AsEnumerable());
        Assert.NotEqual(Train("he", "float32", epochs: 1, seed: 1).Last, Train("he", "float32", epochs: 1).Last);
    }

    private static TrainingLog Train(
        string initialization, string dtype, int epochs, double rate = 0.03, double epsilon = 1e-10, long seed = 0)
        => Trainer.Run(
            NotebookExperiment.Prepare(TrainingCases.Settings(initialization) with { Epsilon = epsilon, Seed = seed }),
            new TrainingOptions { Epochs = epochs, LearningRate = rate, Dtype = TrainingCases.Dtype(dtype) });

    /// <summary>A hand-written backward whose gradients are all too large by a factor.</summary>
    private sealed class ScaledLearner(double factor, TrainingSubject subject) : Learner(subject)
    {
        protected override IReadOnlyList<Tensor?> Gradients(TrainedComputation batch)
        {
            using var unrecorded = no_grad();
            var d = batch.Forward(Parameters).Backward();
            return [.. Parameters.Select(parameter => d[parameter.Value] * factor)];
        }
    }
}
