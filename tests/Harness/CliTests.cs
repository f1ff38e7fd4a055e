using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Tests.Harness;

public class CliTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("compare", "--help")]
    public void Help_names_every_option(params string[] args)
    {
        var run = CliRun.Of(args);
        Assert.Equal(ExitCode.Agree, run.ExitCode);
        Assert.Empty(run.Error);
        Assert.All(
            [
                "--device", "--init", "--seed", "--hidden", "--epsilon", "--dtype", "--data", "--batch", "--rtol", "--atol", "--inputs",
                "--strict", "--witness", "--numeric", "--print", "--dump", "--json",
            ],
            option => Assert.Contains(option, run.Out, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("list")]
    [InlineData("list", "--device", "cpu")]
    [InlineData("--device", "cpu", "list")]
    public void List_names_the_experiments(params string[] args)
    {
        var run = CliRun.Of(args);
        Assert.Equal(ExitCode.Agree, run.ExitCode);
        Assert.StartsWith("notebook ", run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Version_is_one_line()
    {
        var run = CliRun.Of("--version");
        Assert.Equal(ExitCode.Agree, run.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\s*$", run.Out);
    }

    [Fact]
    public void A_text_that_goes_to_no_terminal_has_no_escape_codes_and_lines_of_any_length()
    {
        var run = CliRun.Of("--batch", "20");
        Assert.DoesNotContain('\u001b', run.Out);
        Assert.Contains(run.Out.Split('\n'), line => line.Length > 80);
    }

    [Theory]
    [InlineData("", "scratch-vs-autograd [<experiment>] [command] [options]")]
    [InlineData("compare", "scratch-vs-autograd compare [<experiment>] [options]")]
    [InlineData("train", "scratch-vs-autograd train [<experiment>] [options]")]
    [InlineData("check", "scratch-vs-autograd check <file>... [options]")]
    [InlineData("list", "scratch-vs-autograd list [options]")]
    [InlineData("new op", "scratch-vs-autograd new op <name> [options]")]
    public void Usage_names_the_commands_own_arguments_only(string command, string usage)
    {
        string[] args = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"];
        var run = CliRun.Of(args);
        // The program is called after the host that runs these tests.
        var line = run.Out.Split('\n').Select(line => line.Trim()).SkipWhile(line => line != "Usage:").Skip(1).First();
        Assert.Equal(usage, $"scratch-vs-autograd {line.Split(' ', 2)[1]}");
    }

    [Fact]
    public void Help_keeps_the_child_process_to_itself()
        => Assert.DoesNotContain("check-child", CliRun.Of("--help").Out, StringComparison.Ordinal);
}
