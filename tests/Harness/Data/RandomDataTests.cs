using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Options;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Data;

public class RandomDataTests
{
    [Fact]
    public void DrawsGaussianFeaturesAndUniformLabels()
    {
        var data = DataSource.Load("random:4000x5x4", seed: 3);
        Assert.Equal("random:4000x5x4, 5 features, 4 classes, 4000 training and 1000 validation rows", data.Description);

        var values = data.Training.Values.ToArray();
        Assert.Equal(0, values.Average(), 0.05);
        Assert.Equal(1, values.Average(value => value * value), 0.05);
        Assert.Equal(3, values.Average(value => Math.Pow(value, 4)), 0.3);
        Assert.All(data.Training.Labels.ToArray().CountBy(label => label), count => Assert.InRange(count.Value, 880, 1120));
        Assert.Equal([0L, 1, 2, 3], data.Training.Labels.ToArray().Distinct().Order());
    }

    [Fact]
    public void TheSameSeedGivesTheSameDataAndAnotherSeedOther()
    {
        float[] Values(long seed) => DataSource.Load("random:10x3x2", seed).Training.Values.ToArray();
        Assert.Equal(Values(-5), Values(-5));
        Assert.NotEqual(Values(-5), Values(5));
        Assert.NotEqual(Values(0), Values(1));
    }

    [Fact]
    public void TheGlobalGeneratorIsNotTouched()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(0);
        var undisturbed = randn(100);
        random.manual_seed(0);
        DataSource.Load("random:10x3x2", seed: 0);
        Assert.True(randn(100).equal(undisturbed).all().item<bool>());
    }

    [Fact]
    public void OneRowOfOneFeatureIsPossible()
    {
        using var scope = NewDisposeScope();
        var data = DataSource.Load("random:1x1x2", seed: 0);
        Assert.Equal((1, 1), (data.Training.Count, data.Validation.Count));
        Assert.Equal(0, data.TrainingBatch().X.item<float>());
    }

    [Theory]
    [InlineData("random:")]
    [InlineData("random:5x4")]
    [InlineData("random:5x4x3x2")]
    [InlineData("random:0x4x2")]
    [InlineData("random:5x0x2")]
    [InlineData("random:5x4x0")]
    [InlineData("random:-5x4x2")]
    [InlineData("random:5x4x2 ")]
    [InlineData("random:5x 4x2")]
    [InlineData("random:5.0x4x2")]
    [InlineData("random:axbxc")]
    [InlineData("random:5X4X2")]
    [InlineData("random:99999999999999999999x4x2")]
    public void RefusesOtherForms(string specification)
    {
        var error = Assert.Throws<InputException>(() => DataSource.Load(specification, seed: 0));
        Assert.Equal(
            $"'{specification}' is not of the form random:NxFxC: rows, features and classes, whole numbers from 1 to 134217728, such as "
                + "random:256x64x10.",
            error.Message);
    }

    [Theory]
    [InlineData("random:5x4x1", "random:5x4x1 has only class 0, whose gradients are all zero; give it at least two classes, 0 and 1.")]
    [InlineData("random:5x4x20000", "random:5x4x20000 has 20000 classes, at most 10000 are possible; number the classes from 0.")]
    [InlineData(
        "random:134217728x134217728x2",
        "random:134217728x134217728x2 has 167772160 rows of 134217728 features, more than the 134217728 numbers that a tensor may hold "
            + "here; use fewer rows.")]
    [InlineData(
        "random:100000x10x10000",
        "random:100000x10x10000 has 125000 rows of 10000 classes, more than the 134217728 numbers that a tensor may hold here; use fewer "
            + "rows.")]
    public void RefusesWhatNoComparisonCanUse(string specification, string sentence)
        => Assert.Equal(sentence, Assert.Throws<InputException>(() => DataSource.Load(specification, seed: 0)).Message);
}
