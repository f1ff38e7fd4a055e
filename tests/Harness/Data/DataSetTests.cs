using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Options;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Data;

public class DataSetTests
{
    [Fact]
    public void TakeKeepsTheFirstRowsAndTheStandardization()
    {
        var digits = Digits.Load();
        var batch = digits.Take(32);

        using var scope = NewDisposeScope();
        Assert.True(batch.TrainingBatch().X.equal(digits.TrainingBatch().X[..32]).all().item<bool>());
        Assert.Equal(digits.Training.Labels[..32].ToArray(), batch.TrainingBatch().Labels.data<long>().ToArray());
        Assert.Equal(digits.Standardization, batch.Standardization);
        Assert.Equal("digits, 64 features, 10 classes, the first 32 of 1437 training and 360 validation rows", batch.Description);
        Assert.Equal(digits.Description, digits.Take(1437).Description);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1438)]
    [InlineData(int.MaxValue)]
    public void TakeRefusesRowsThatAreNotThere(int rows)
    {
        var error = Assert.Throws<InputException>(() => Digits.Load().Take(rows));
        Assert.Equal($"--batch asks for {rows} rows, but digits has 1437 training rows; give it a number from 1 to 1437.", error.Message);
    }

    [Theory]
    [InlineData(0f, 100)]
    [InlineData(0.1f, 100_003)]
    [InlineData(-3.3e20f, 1)]
    public void EqualFeaturesBecomeZero(float value, int rows)
    {
        var values = new float[rows];
        Array.Fill(values, value);
        var data = new DataSet("constant", 2, new(1, values, new long[rows]), new(1, new[] { value + 2 }, new long[] { 1 }));

        using var scope = NewDisposeScope();
        Assert.Equal(new Standardization(value, 1), data.Standardization);
        Assert.Equal(0, data.TrainingBatch().X.abs().max().item<float>());
        Assert.Equal(value + 2 - value, data.ValidationBatch().X.item<float>());
    }

    [Fact]
    public void TheSmallestAndTheLargestFeaturesStayFinite()
    {
        foreach (var size in new[] { float.Epsilon, DataLimits.MaxMagnitude })
        {
            using var scope = NewDisposeScope();
            LabelledRows rows = new(2, new[] { 0, size, -size, size }, new long[] { 0, 1 });
            Assert.True(new DataSet("extreme", 2, rows, rows).TrainingBatch().X.isfinite().all().item<bool>());
        }
    }

    [Fact]
    public void ABatchDoesNotShareMemoryWithTheData()
    {
        var digits = Digits.Load();
        var labels = digits.Training.Labels.ToArray();
        var values = digits.Training.Values.ToArray();

        using var scope = NewDisposeScope();
        var batch = digits.TrainingBatch();
        batch.X.zero_();
        batch.Labels.fill_(7);
        digits.Training.ValuesTensor().zero_();
        Assert.Equal(labels, digits.Training.Labels.ToArray());
        Assert.Equal(values, digits.Training.Values.ToArray());
    }

    [Fact]
    public void LeavesNoTensorBehind()
    {
        var before = LiveTensors.Count();
        foreach (var specification in new[] { null, "random:20x3x2" })
        {
            using var scope = NewDisposeScope();
            var data = DataSource.Load(specification, 1);
            Assert.Equal(before, Tensor.TotalCount);
            data.TrainingBatch();
            Assert.Equal(before + 3, Tensor.TotalCount);
        }

        Assert.Equal(before, Tensor.TotalCount);
    }
}
