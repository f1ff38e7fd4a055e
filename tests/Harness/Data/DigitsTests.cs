using ScratchVsAutograd.Harness.Data;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Data;

public class DigitsTests
{
    private readonly DataSet digits = DataSource.Load(null, seed: 0);

    [Fact]
    public void HasTheNotebooksSizes()
    {
        Assert.Equal("digits, 64 features, 10 classes, 1437 training and 360 validation rows", digits.Description);
        Assert.Equal((1437, 360), (digits.Training.Count, digits.Validation.Count));
        Assert.Equal((64, 10), (digits.Features, digits.Classes));
    }

    [Fact]
    public void PixelsAreWholeNumbersFrom0To16()
    {
        float[] pixels = [.. digits.Training.Values, .. digits.Validation.Values];
        Assert.Equal(1797 * 64, pixels.Length);
        Assert.Equal(Enumerable.Range(0, 17).Select(value => (float)value), pixels.Distinct().Order());
    }

    [Fact]
    public void EveryDigitOccursOnBothSides()
    {
        Assert.Equal(Enumerable.Range(0, 10).Select(label => (long)label), digits.Training.Labels.ToArray().Distinct().Order());
        Assert.Equal(Enumerable.Range(0, 10).Select(label => (long)label), digits.Validation.Labels.ToArray().Distinct().Order());
    }

    [Fact]
    public void TheSplitIsAPermutation()
    {
        using var text = new StreamReader(typeof(DataSet).Assembly.GetManifestResourceStream("digits-split-42.txt")!);
        var rows = text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => int.Parse(line, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Enumerable.Range(0, 1797), rows.Order());
    }

    [Fact]
    public void StandardizesWithTheTrainingSetsMeanAndDeviation()
    {
        Assert.Equal(4.891234f, digits.Standardization.Mean, 1e-6f);
        Assert.Equal(6.02461f, digits.Standardization.Deviation, 1e-5f);

        using var scope = NewDisposeScope();
        var mean = tensor(digits.Standardization.Mean);
        var deviation = tensor(digits.Standardization.Deviation);
        var expected = (digits.Validation.ValuesTensor() - mean) / deviation;
        Assert.True(digits.ValidationBatch().X.equal(expected).all().item<bool>());
    }

    [Fact]
    public void TargetsAreOneHot()
    {
        using var scope = NewDisposeScope();
        var batch = digits.ValidationBatch();
        Assert.Equal(ScalarType.Float32, batch.Y.dtype);
        Assert.Equal([360, 10], batch.Y.shape);
        Assert.True(batch.Y.argmax(1).equal(batch.Labels).all().item<bool>());
        Assert.Equal(360, batch.Y.sum().item<float>());
        Assert.Equal(360, batch.Y.square().sum().item<float>());
    }
}
