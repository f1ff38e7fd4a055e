using System.Text.Json;
using ScratchVsAutograd.Files;
using ScratchVsAutograd.Harness.Output;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Compare;

/// <summary>What each option does, seen in the report.</summary>
public sealed class CompareCommandTests : TensorTest
{
    [Theory]
    [InlineData("he", "compare", "notebook", "--init", "he")]
    [InlineData("nothing")]
    [InlineData("the command", "compare")]
    [InlineData("the experiment", "notebook")]
    public void The_default_is_the_notebook_which_agrees(string what, params string[] args)
    {
        var run = CliRun.Of(args);
        Assert.True(run.ExitCode == ExitCode.Agree, $"{what}: {run.Out}{run.Error}");
        Assert.StartsWith("notebook on cpu, float32, seed 0", run.Out, StringComparison.Ordinal);
        Assert.Contains("AGREE: all 7 hand-written gradients", run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Randn_disagrees_in_every_tensor()
    {
        var run = CliRun.Of("--init", "randn");
        Assert.Equal(ExitCode.Disagree, run.ExitCode);
        Assert.Contains("DISAGREE: 7 of 7 hand-written gradients", run.Out, StringComparison.Ordinal);
        Assert.Contains("worst elements", run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("hidden", "W1 B1 Z1 A1 W2 B2 Z2 A2 W3 B3 Z3", "--hidden", "8,4")]
    [InlineData("no hidden", "W1 B1 Z1", "--hidden", "none")]
    [InlineData("inputs", "X W1 B1 Z1 A1 W2 B2 Z2", "--inputs")]
    public void These_tensors_are_compared(string what, string expected, params string[] args)
    {
        var names = Report(args).GetProperty("tensors").EnumerateArray().Select(tensor => tensor.GetProperty("name").GetString());
        Assert.True(expected == string.Join(' ', names), what);
    }

    [Theory]
    [InlineData("seed", "--seed", "1")]
    [InlineData("negative seed", "--seed", "-1")]
    [InlineData("init", "--init", "randn")]
    [InlineData("hidden", "--hidden", "29")]
    [InlineData("epsilon", "--epsilon", "0.5")]
    [InlineData("dtype", "--dtype", "float64")]
    [InlineData("data", "--data", "random:20x64x10")]
    [InlineData("batch", "--batch", "19")]
    public void The_loss_depends_on(string what, params string[] args)
        => Assert.False(Loss("--batch", "20") == Loss(args.Contains("--batch") ? args : ["--batch", "20", .. args]), what);

    [Theory]
    [InlineData("float64 held to float32's tolerance", ExitCode.Agree, "--dtype", "float64", "--rtol", "1e-5", "--atol", "1e-8")]
    [InlineData(
        "a tolerance that everything passes", ExitCode.Disagree, "--batch", "20", "--init", "randn", "--rtol", "1e6", "--atol", "100")]
    [InlineData("no tolerance at all", ExitCode.Disagree, "--batch", "20", "--rtol", "0", "--atol", "0", "--strict")]
    [InlineData("float64, which sees the 1e-10 in the logarithm", ExitCode.Disagree, "--batch", "20", "--dtype", "float64")]
    [InlineData("float64 without it", ExitCode.Agree, "--batch", "20", "--dtype", "float64", "--epsilon", "0")]
    [InlineData("strict", ExitCode.Agree, "--strict")]
    [InlineData("device before the command", ExitCode.Agree, "--device", "cpu", "compare")]
    [InlineData("device after the command", ExitCode.Agree, "compare", "--device", "cpu")]
    [InlineData("values after an equals sign", ExitCode.Disagree, "--batch=20", "--init=randn")]
    [InlineData("random data", ExitCode.Agree, "--data", "random:40x6x3", "--hidden", "5", "--dtype", "float64", "--epsilon", "0")]
    public void The_exit_code_says_the_outcome(string what, int expected, params string[] args)
    {
        var run = CliRun.Of(args);
        Assert.True(expected == run.ExitCode, $"{what}: {run.Out}{run.Error}");
    }

    [Fact]
    public void Random_data_that_is_wide_enough_agrees_in_the_shapes_asked_for()
    {
        var tensors = Report("--data", "random:40x6x3", "--hidden", "5").GetProperty("tensors");
        Assert.Equal("[5,6]", tensors[0].GetProperty("shape").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("[40,3]", tensors[6].GetProperty("shape").GetRawText().Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Print_shows_the_part_asked_for_after_the_report()
    {
        var run = CliRun.Of("--batch", "20", "--print", "W2[0:2,0:3]");
        Assert.Equal(ExitCode.Agree, run.ExitCode);
        var printed = run.Out[run.Out.IndexOf("AGREE", StringComparison.Ordinal)..];
        Assert.Contains("W2[0:2, 0:3]", printed, StringComparison.Ordinal);
        Assert.Contains("scratch", printed, StringComparison.Ordinal);
        Assert.Contains("difference", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Dump_and_json_write_files_and_the_report_is_printed_as_well()
    {
        var folder = Directory.CreateTempSubdirectory("scratch-vs-autograd-").FullName;
        try
        {
            var json = Path.Combine(folder, "dump", "report.json");
            var run = CliRun.Of("--batch", "20", "--init", "randn", "--dump", Path.Combine(folder, "dump"), "--json", json);
            Assert.Equal(ExitCode.Disagree, run.ExitCode);
            Assert.Contains("DISAGREE", run.Out, StringComparison.Ordinal);
            using var report = JsonDocument.Parse(File.ReadAllText(json));
            Assert.False(report.RootElement.GetProperty("agrees").GetBoolean());
            var files = Directory.GetFiles(Path.Combine(folder, "dump")).Select(Path.GetFileName);
            Assert.Superset(
                new HashSet<string?> { "gradients.npz", "manifest.json", "W1.txt", "Z2.txt", "report.json" }, files.ToHashSet());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("bfloat16", "a.safetensors", ScalarType.BFloat16)]
    [InlineData("float16", "a.safetensors", ScalarType.Float16)]
    [InlineData("float32", "A.SAFETENSORS", ScalarType.Float32)]
    [InlineData("bfloat16", "a.npz", ScalarType.Float32)]
    [InlineData("float16", "a.npz", ScalarType.Float16)]
    [InlineData("bfloat16", "a/b/dump", ScalarType.BFloat16)]
    public void A_dump_is_what_its_name_says(string dtype, string name, ScalarType stored)
    {
        using var folder = new TemporaryFolder();
        var run = CliRun.Of("--data", "random:10x4x3", "--hidden", "5", "--dtype", dtype, "--dump", folder[name]);
        Assert.Empty(run.Error);
        using var file = TensorFiles.Open(folder[name]);
        Assert.Equal(
            "W1 B1 Z1 A1 W2 B2 Z2".Split(' ').SelectMany(tensor => "value scratch autograd".Split(' ').Select(side => $"{tensor}/{side}")),
            file.Headers.Select(header => header.Name));
        Assert.All(file.Headers, header => Assert.Equal(stored, header.Dtype));
        Assert.Equal([5L, 4], file.Read(file.Headers.Single(header => header.Name == "W1/scratch")).shape);
        Assert.Equal([name.Split('/')[0]], folder.Entries);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        string[] args = ["--json", "-", "--seed", "3"];
        Assert.Equal(CliRun.Of(args).Out, CliRun.Of(args).Out);
        Assert.NotEqual(CliRun.Of(args).Out, CliRun.Of("--json", "-", "--seed", "4").Out);
    }

    [Theory]
    [InlineData("a comparison", "--batch", "20")]
    [InlineData("a print and a disagreement", "--batch", "20", "--init", "randn", "--print", "all")]
    [InlineData("a wrong print", "--batch", "20", "--print", "Q")]
    [InlineData("own random data", "--data", "random:10x4x3")]
    public void No_tensor_outlives(string what, params string[] args)
    {
        CliRun.Of(args);
        Assert.True(LiveTensorsLeftBy(() => CliRun.Of(args)) == 0, what);
    }

    private static double Loss(params string[] args) => Report(args).GetProperty("loss").GetDouble();

    private static JsonElement Report(params string[] args)
    {
        var run = CliRun.Of([.. args, "--json", "-"]);
        Assert.Empty(run.Error);
        using var document = JsonDocument.Parse(run.Out);
        return document.RootElement.Clone();
    }
}
