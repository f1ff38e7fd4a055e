using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Tests.Harness.New;

public sealed class NewCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_op_written_passes_at_once()
    {
        var run = CliRun.Of("new", "op", "LayerNorm", "--output", folder["ops"]);
        Assert.True(run.ExitCode == ExitCode.Agree, run.Error);
        Assert.Equal(
            ["LayerNorm.cs", "LayerNormTests.cs"], Directory.EnumerateFiles(folder["ops"]).Select(Path.GetFileName)
                .Order(StringComparer.Ordinal));
        var check = CliRun.Of("check", Path.Combine(folder["ops"], "LayerNorm.cs"));
        Assert.True(check.ExitCode == ExitCode.Agree, check.Out + check.Error);
        Assert.StartsWith("LayerNorm.Check  AGREE: ", check.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("MyOp", File.ReadAllText(Path.Combine(folder["ops"], "LayerNorm.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public void Left_alone_it_writes_where_it_is_called()
    {
        var before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = folder.Path;
        try
        {
            var run = CliRun.Of("new", "op", "Gate");
            Assert.Equal(
                "Wrote Gate.cs and GateTests.cs. Put your formula in, and then:\nscratch-vs-autograd check Gate.cs\n",
                run.Out.ReplaceLineEndings("\n"));
            Assert.Equal(["Gate.cs", "GateTests.cs"], folder.Entries);
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    [Fact]
    public void Its_backward_is_what_is_checked()
    {
        CliRun.Of("new", "op", "Gate", "--output", folder.Path);
        var file = folder["Gate.cs"];
        File.WriteAllText(file, File.ReadAllText(file).Replace("S * (1 - S)", "S", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Disagree, CliRun.Of("check", file).ExitCode);
    }

    [Fact]
    public void Its_test_is_the_assertion()
    {
        CliRun.Of("new", "op", "Gate", "--output", folder.Path);
        Assert.Contains("GradientAssert.Agrees(Gate.Check);", File.ReadAllText(folder["GateTests.cs"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Gate.cs")]
    [InlineData("GateTests.cs")]
    public void Nothing_is_overwritten(string existing)
    {
        File.WriteAllText(folder[existing], "mine");
        var run = CliRun.Of("new", "op", "Gate", "--output", folder.Path);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains($"{existing} is there already, and nothing was written;", run.Error, StringComparison.Ordinal);
        Assert.Equal([existing], folder.Entries);
        Assert.Equal("mine", File.ReadAllText(folder[existing]));
    }

    [Theory]
    [InlineData("1st", "is not a name for a C# class")]
    [InlineData("layer-norm", "is not a name for a C# class")]
    [InlineData("../Gate", "is not a name for a C# class")]
    [InlineData("class", "is not a name for a C# class")]
    [InlineData("Tensor", "means something else in the file already")]
    [InlineData("Computation", "means something else in the file already")]
    public void A_name_that_is_none_is_one_sentence(string name, string sentence)
    {
        var run = CliRun.Of("new", "op", name, "--output", folder.Path);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(sentence, Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(folder.Entries);
    }

    [Fact]
    public void A_folder_that_cannot_be_is_one_sentence()
    {
        File.WriteAllText(folder["file"], "");
        var run = CliRun.Of("new", "op", "Gate", "--output", folder["file"]);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }
}
