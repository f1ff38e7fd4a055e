using System.Text;
using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Tests.Harness.Data;

public sealed class CsvFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void SplitsFourToOneTheSameWayWhateverTheSeed()
    {
        var path = Write(Numbered(100));
        var data = DataSource.Load(path, seed: 0);
        Assert.Equal($"{path}, 1 features, 10 classes, 80 training and 20 validation rows", data.Description);
        Assert.Equal(
            Enumerable.Range(0, 100).Select(row => (float)row),
            [.. ((float[])[.. data.Training.Values, .. data.Validation.Values]).Order()]);
        Assert.All(Enumerable.Range(0, 80), row => Assert.Equal(data.Training.Values[row] % 10, data.Training.Labels[row]));
        Assert.Equal(data.Training.Values.ToArray(), DataSource.Load(path, seed: 1).Training.Values.ToArray());
    }

    [Fact]
    public void ShufflesAFileWhoseLabelsRepeatAndOneThatIsSorted()
    {
        foreach (var order in new Func<int, int>[] { row => row % 5, row => row / 20 })
        {
            var text = string.Join('\n', Enumerable.Range(0, 100).Select(row => $"{row},{order(row)}"));
            var data = CsvFile.Load(Write(text));
            Assert.Equal([0L, 1, 2, 3, 4], data.Training.Labels.ToArray().Distinct().Order());
            Assert.True(data.Validation.Labels.ToArray().Distinct().Count() >= 4);
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 3)]
    [InlineData(9, 8)]
    [InlineData(10, 8)]
    public void HoldsOutOneFifthButAtLeastOneRow(int rows, int training)
    {
        var data = CsvFile.Load(Write(Numbered(rows)));
        Assert.Equal((training, rows - training), (data.Training.Count, data.Validation.Count));
    }

    [Fact]
    public void SkipsAByteOrderMark()
    {
        var path = Path.Combine(folder, "bom.csv");
        File.WriteAllText(path, "1,0\n2,1\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(0xEF, File.ReadAllBytes(path)[0]);
        Assert.Equal([1f, 2], [.. ((float[])[.. CsvFile.Load(path).Training.Values, .. CsvFile.Load(path).Validation.Values]).Order()]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void RefusesAnEmptySpecification(string specification)
        => Assert.Equal(
            "--data is empty; give it a CSV file or random:NxFxC, or leave it out for the digits.",
            Assert.Throws<InputException>(() => DataSource.Load(specification, 0)).Message);

    [Fact]
    public void RefusesAFileThatIsNotThere()
        => Refused("nowhere.csv", "There is no file nowhere.csv; give --data a CSV file or random:NxFxC, or leave it out for the digits.");

    [Fact]
    public void RefusesAFolder() => Refused(folder, $"{folder} is a folder; give --data the CSV file in it.");

    [Fact]
    public void RefusesAFileThatCannotBeRead()
    {
        var path = Write("1,0\n2,1\n");
        using var locked = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var error = Assert.Throws<InputException>(() => DataSource.Load(path, 0));
        Assert.StartsWith($"The data file {path} cannot be read: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesOneRow()
    {
        var path = Write("1,1\n");
        Refused(path, $"{path} has only one row of data; give at least two, one to train on and one to validate with.");
    }

    [Fact]
    public void RefusesOneClass()
    {
        var path = Write("1,0\n2,0\n");
        Refused(path, $"{path} has only class 0, whose gradients are all zero; give it at least two classes, 0 and 1.");
    }

    [Fact]
    public void RefusesABinaryFile()
    {
        var path = Path.Combine(folder, "digits.csv.gz");
        using (var resource = typeof(DataSet).Assembly.GetManifestResourceStream("digits.csv.gz")!)
        using (var file = File.Create(path))
            resource.CopyTo(file);
        var error = Assert.Throws<InputException>(() => DataSource.Load(path, 0));
        Assert.StartsWith($"{path}, line ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    private static void Refused(string specification, string sentence)
        => Assert.Equal(sentence, Assert.Throws<InputException>(() => DataSource.Load(specification, 0)).Message);

    private static string Numbered(int rows) => string.Join('\n', Enumerable.Range(0, rows).Select(row => $"{row},{row % 10}"));

    private string Write(string text)
    {
        var path = Path.Combine(folder, "data.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
