using System.Globalization;
using ScratchVsAutograd.Harness;
using ScratchVsAutograd.Harness.Output;
using ScratchVsAutograd.Harness.Train;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Train;

public sealed class TrainCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("train-command-");

    [Fact]
    public void HeAgreesAndTheLogIsReadable()
    {
        var (code, output, error) = Run("--epochs", "12");

        Assert.Equal((ExitCode.Agree, ""), (code, error));
        Assert.DoesNotContain('\u001b', output);
        var lines = output.Split(Environment.NewLine);
        Assert.Equal("notebook trained twice on cpu, float32, seed 0, init he", lines[0]);
        Assert.Equal("update    W <- W - 0.03 * dL/dW, full batch, 12 epochs", lines[2]);
        var table = lines.SkipWhile(line => !line.StartsWith("epoch", StringComparison.Ordinal))
            .TakeWhile(line => line.Length > 0).ToList();
        Assert.Equal(["epoch", "0", "1", "2", "5", "10", "12"], table.Select(line => line.TrimStart().Split(' ')[0]));
        Assert.Single(table.Select(line => line.Length).Distinct());
        Assert.All(table, line => Assert.InRange(line.Length, 1, 80));
        Assert.Equal("    0 2.727001 2.727001        0        0    13.6     13.6    15.3     15.3", table[1]);
        Assert.Contains(lines, line => line.StartsWith("AGREE: after 12 epochs", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public void RandnDisagrees()
    {
        var (code, output, error) = Run("--init", "randn", "--epochs", "2");
        Assert.Equal((ExitCode.Disagree, ""), (code, error));
        Assert.Contains("    0 18.460867 18.460867 ", output, StringComparison.Ordinal);
        Assert.Contains("epoch 1 was the first out of tolerance.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyNetworkOnAnyDataIsTrained()
    {
        var (code, output, error) = Run(
            "--data", "random:40x6x3", "--batch", "8", "--hidden", "5,4", "--dtype", "float64", "--epsilon", "0", "--seed", "3",
            "--learning-rate", "0.5", "--epochs", "30", "--device", "cpu");
        Assert.Equal((ExitCode.Agree, ""), (code, error));
        Assert.Contains("float64, seed 3, init he", output, StringComparison.Ordinal);
        Assert.Contains("W <- W - 0.5 * dL/dW, batches of 8, 30 epochs", output, StringComparison.Ordinal);
        Assert.Contains("40 training and 10 validation rows", output, StringComparison.Ordinal);
    }

    [Fact]
    public void AnExperimentThatIsNoClassifierIsTrainedTooAndHasNoAccuracies()
    {
        var (code, output, error) = Run("conv-reference", "--seed", "1", "--dtype", "float64", "--learning-rate", "1e-6", "--epochs", "3");
        Assert.Equal((ExitCode.Agree, ""), (code, error));
        Assert.StartsWith("conv-reference trained twice on cpu, float64, seed 1" + Environment.NewLine, output, StringComparison.Ordinal);
        Assert.DoesNotContain("train %", output, StringComparison.Ordinal);
        Assert.Contains("epoch ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void TheCsvFileHoldsEveryEpochAndTheReportIsPrintedToo()
    {
        var file = PathOf("log.csv");
        File.WriteAllText(file, "old");
        var (code, output, _) = Run("--epochs", "7", "--csv", file);

        Assert.Equal(ExitCode.Agree, code);
        Assert.Contains("AGREE", output, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFileSystemEntries(folder.FullName));
        var lines = File.ReadAllText(file).TrimEnd('\n').Split('\n');
        Assert.Equal(TrainingCsv.Header(TrainingCases.Log(0)), lines[0]);
        var rows = lines.Skip(1).Select(
            line => Array.ConvertAll(line.Split(','), cell => double.Parse(cell, CultureInfo.InvariantCulture))).ToList();
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], rows.Select(row => row[0]));
        Assert.Equal(2.727001f, (float)rows[0][1], 1e-5f);
        Assert.All(rows, row => Assert.Equal(10, row.Length));
    }

    [Fact]
    public void ADashWritesTheCsvToStandardOutputAndNothingElse()
    {
        var file = PathOf("log.csv");
        Run("--epochs", "3", "--csv", file);
        var (code, output, error) = Run("--epochs", "3", "--csv", "-");
        Assert.Equal((ExitCode.Agree, ""), (code, error));
        Assert.Equal(File.ReadAllText(file), output);
    }

    [Fact]
    public void TheSameSeedGivesTheSameBytes()
    {
        Assert.Equal(Run("--epochs", "4", "--csv", "-"), Run("--epochs", "4", "--csv", "-"));
        Assert.NotEqual(Run("--epochs", "4", "--csv", "-"), Run("--epochs", "4", "--csv", "-", "--seed", "1"));
    }

    [Theory]
    [InlineData("'0' is not a number of epochs; expected a whole number from 1 to 1000000, such as 100.", "--epochs", "0")]
    [InlineData("'-1' is not a number of epochs", "--epochs", "-1")]
    [InlineData("'1.5' is not a number of epochs", "--epochs", "1.5")]
    [InlineData("'abc' is not a number of epochs", "--epochs", "abc")]
    [InlineData("'1e9' is not a number of epochs", "--epochs", "1e9")]
    [InlineData("'1000001' is not a number of epochs", "--epochs", "1000001")]
    [InlineData("'99999999999' is not a number of epochs", "--epochs", "99999999999")]
    [InlineData("'cosin' is not a schedule (did you mean cosine?); expected constant, step or cosine.", "--schedule", "cosin")]
    [InlineData("'0' is not usable; expected a finite number above 0, such as 0.03.", "--learning-rate", "0")]
    [InlineData("'nan' is not usable", "--learning-rate", "nan")]
    [InlineData("'-1' is not usable", "--learning-rate", "-1")]
    [InlineData("'inf' is not usable", "--learning-rate", "inf")]
    [InlineData("'1e999' is not usable", "--learning-rate", "1e999")]
    [InlineData("'0,03' is not usable", "--learning-rate", "0,03")]
    [InlineData("--learning-rate 1e-50 is 0 in float32", "--learning-rate", "1e-50")]
    [InlineData(
        "--learning-rate 1e+300 is infinite in float32, in which --dtype float16 is updated", "--learning-rate", "1e300", "--dtype",
        "float16")]
    [InlineData("The name of the file to write is empty", "--csv", "")]
    [InlineData("'int8' is not a dtype", "--dtype", "int8")]
    [InlineData("--batch asks for 1438 rows", "--batch", "1438")]
    [InlineData("There is no command or experiment 'notebok' (did you mean notebook?)", "notebok")]
    [InlineData("--hidden has no effect on the experiment conv-reference, which takes --seed and --dtype only; leave --hidden out, or "
        + "train notebook or mlp.", "conv-reference", "--hidden", "5")]
    [InlineData("--csv", "--csv")]
    public void AWrongValueGetsOneSentence(string sentence, params string[] arguments) => AssertRefused(sentence, arguments);

    [Fact]
    public void ACsvFileThatCannotBeWrittenIsRefusedBeforeTraining()
    {
        // A million epochs would outlast the test.
        AssertRefused("is a folder, so no file can be written there", "--epochs", "1000000", "--csv", folder.FullName);
        AssertRefused("there is no folder", "--epochs", "1000000", "--csv", PathOf("missing", "log.csv"));
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullName));
    }

    [Fact]
    public void ARefusedRunLeavesAnExistingFileAlone()
    {
        var file = PathOf("log.csv");
        File.WriteAllText(file, "old");
        AssertRefused("There is no file", "--data", PathOf("missing.csv"), "--csv", file);
        Assert.Equal("old", File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFileSystemEntries(folder.FullName));
    }

    [Theory]
    [InlineData(95, "--learning-rate", "0.1", "--epochs", "10")]
    [InlineData(95, "mlp", "--optimizer", "momentum", "--learning-rate", "0.05", "--normalization", "batch", "--epochs", "3")]
    [InlineData(97, "lenet", "--optimizer", "momentum", "--learning-rate", "0.05", "--schedule", "cosine", "--epochs", "5")]
    public void BatchesOf32ReachWhatTheReadmeSays(double percent, params string[] arguments)
    {
        var (code, output, error) = Run([.. arguments, "--batch", "32", "--csv", "-"]);
        Assert.Equal((ExitCode.Agree, ""), (code, error));
        var last = output.TrimEnd().Split('\n')[^1].Split(',');
        var validated = last[^2..].Select(cell => 100 * double.Parse(cell, CultureInfo.InvariantCulture));
        Assert.All(validated, share => Assert.InRange(share, percent, 100));
    }

    [Fact]
    public void NoTensorIsLeftBehind()
    {
        var before = LiveTensors.Count();
        Run("--epochs", "2");
        Assert.Equal(before, Tensor.TotalCount);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static void AssertRefused(string sentence, params string[] arguments)
    {
        var (code, output, error) = Run(arguments);
        Assert.Equal((ExitCode.Usage, ""), (code, output));
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = Cli.Run(["train", .. arguments], output, error);
        return (code, output.ToString(), error.ToString());
    }

    private string PathOf(params string[] parts) => Path.Combine([folder.FullName, .. parts]);
}
