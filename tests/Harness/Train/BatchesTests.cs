using ScratchVsAutograd.Harness.Experiments;
using ScratchVsAutograd.Harness.Train;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Train;

/// <summary>Which rows the updates of an epoch are computed on.</summary>
public sealed class BatchesTests : TensorTest
{
    [Theory]
    [InlineData(10, null, new[] { 10 })]
    [InlineData(10, 10, new[] { 10 })]
    [InlineData(10, 3, new[] { 2, 3, 2, 3 })]
    [InlineData(10, 5, new[] { 5, 5 })]
    [InlineData(3, 1, new[] { 1, 1, 1 })]
    public void AnEpochHasEveryRowOnceInPartsOfAboutOneSize(int rows, int? size, int[] sizes)
    {
        var batches = Rows(rows, size, epochs: 1);
        Assert.Equal(sizes, batches.Select(batch => batch.Length));
        Assert.Equal(Enumerable.Range(0, rows).Select(row => (long)row), batches.SelectMany(batch => batch).Order());
    }

    [Fact]
    public void EveryEpochHasAnOrderOfItsOwnWhichTheSeedDecides()
    {
        var order = Rows(20, 4, epochs: 2).SelectMany(batch => batch).ToArray();
        Assert.NotEqual(order[..20], order[20..]);
        Assert.Equal(order, Rows(20, 4, epochs: 2).SelectMany(batch => batch));
        Assert.NotEqual(order, Rows(20, 4, epochs: 2, seed: 1).SelectMany(batch => batch));
    }

    [Fact]
    public void AllRowsAtOnceKeepTheirOrder() => Assert.Equal([[0, 1, 2], [0, 1, 2]], Rows(3, null, epochs: 2));

    [Fact]
    public void AnUpdateComesFromTheRowsOfItsBatchAlone()
    {
        // The gradient of w is the number of the row, so that w is the sum of the rows it has seen.
        var log = Trainer.Run(Counting([], 4), new TrainingOptions { Epochs = 1, Batch = 1, LearningRate = 1 });
        Assert.Equal(0 - (0 + 1 + 2 + 3), log.Last.Scratch.Measured[0]);
        Assert.Equal(0 - (0 + 1 + 2 + 3), log.Last.Autograd.Measured[0]);
    }

    [Fact]
    public void TheScheduleSetsTheRateOfEachUpdate()
    {
        var schedule = new RateSchedule("made up", (step, steps) => step == 0 ? 0.25 : steps);
        var log = Trainer.Run(Counting([], 2), new TrainingOptions { Epochs = 4, LearningRate = 1, Schedule = schedule });
        // The mean row is 0.5, and there are 4 steps.
        Assert.Equal([0, -0.125, -2.125, -4.125, -6.125], log.Epochs.Select(record => record.Scratch.Measured[0]));
    }

    private static List<long[]> Rows(int rows, int? size, int epochs, long seed = 0)
    {
        var seen = new List<long[]>();
        Trainer.Run(Counting(seen, rows), new TrainingOptions { Epochs = epochs, Batch = size, Seed = seed });
        // The first is what the loss is reported of.
        return seen[1..];
    }

    private static PreparedExperiment Counting(List<long[]> seen, int rows)
    {
        var w = Leaf.Parameter("w", zeros(1).sum());
        return new(On(arange(rows, ScalarType.Int64)), "")
        {
            Training = new TrainingRows(rows, "", some =>
            {
                seen.Add(some.data<long>().ToArray());
                return On(some);
            }),
            Measures = [new Measure("w", "w", IsOfValidation: false, t => t["w"].item<float>())],
        };

        Computation On(Tensor some) => Computation.From(
            "counting", [w, Leaf.Constant("row", some.to(ScalarType.Float32))], t => (t["w"] * t["row"]).mean(),
            (t, d) => d.Add(t["w"], t["row"].mean()));
    }
}
