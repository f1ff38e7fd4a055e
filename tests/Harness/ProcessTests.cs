using System.Text.Json;
using System.Text.RegularExpressions;
using ScratchVsAutograd.Harness.Output;
using TorchSharp;

namespace ScratchVsAutograd.Tests.Harness;

/// <summary>The program as a shell sees it: its own process, its exit code, its two streams.</summary>
public sealed partial class ProcessTests
{
    private const string Few = "20";

    [Theory]
    [InlineData("agreement", ExitCode.Agree, "--batch", Few)]
    [InlineData("disagreement", ExitCode.Disagree, "--batch", Few, "--init", "randn")]
    public void Results_go_to_standard_output(string what, int exitCode, params string[] args)
    {
        var run = RealProcess.OfProgram(args);
        Assert.True(exitCode == run.ExitCode, $"{what}: {run.Error}");
        Assert.Contains("AGREE: ", run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Errors_go_to_standard_error()
    {
        var run = RealProcess.OfProgram("--hidden", "100000,100000");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Empty(run.Out);
        Assert.StartsWith("scratch-vs-autograd: --hidden makes", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Json_on_standard_output_is_json_and_nothing_else()
    {
        var run = RealProcess.OfProgram("--json", "-", "--batch", Few);
        Assert.Equal(ExitCode.Agree, run.ExitCode);
        using var report = JsonDocument.Parse(run.Out);
        Assert.True(report.RootElement.GetProperty("agrees").GetBoolean());
        Assert.Equal(7, report.RootElement.GetProperty("tensors").GetArrayLength());
    }

    [Fact]
    public void Two_processes_write_the_same_bytes()
    {
        string[] args = ["--json", "-", "--init", "randn", "--batch", Few];
        Assert.Equal(RealProcess.OfProgram(args).Out, RealProcess.OfProgram(args).Out);
    }

    [Fact]
    public void A_pipe_gets_no_escape_codes_also_on_a_build_server()
    {
        var run = RealProcess.Of(
            "dotnet", [RealProcess.Program, "--batch", Few],
            new Dictionary<string, string>
            {
                ["CI"] = "true",
                ["GITHUB_ACTIONS"] = "true",
                ["TF_BUILD"] = "true",
                ["TERM"] = "xterm-256color",
            });
        Assert.Equal(ExitCode.Agree, run.ExitCode);
        Assert.DoesNotContain('\u001b', run.Out);
    }

    [TerminalTheory]
    [InlineData("", true)]
    [InlineData("1", false)]
    public void A_terminal_gets_colours_unless_NO_COLOR_is_set(string noColor, bool colours)
    {
        var run = TerminalTheoryAttribute.Run(
            $"dotnet '{RealProcess.Program}' --batch {Few}",
            new Dictionary<string, string> { ["NO_COLOR"] = noColor, ["TERM"] = "xterm-256color" });
        Assert.Equal(ExitCode.Agree, run.ExitCode);
        Assert.Contains("AGREE: all 7 hand-written gradients", run.Out, StringComparison.Ordinal);
        Assert.Equal(colours, Colour().IsMatch(run.Out));
    }

    /// <summary>"dotnet run" keeps the option to itself; the project hands it on, in any order with others.</summary>
    [Theory]
    [InlineData("cpu", ExitCode.Agree, "--device", "cpu", "--", "--batch", Few)]
    [InlineData("cpu, as a program's option", ExitCode.Agree, "--", "--batch", Few, "--device", "cpu")]
    [InlineData("cpu, before a command", ExitCode.Agree, "--device", "cpu", "--", "list")]
    [InlineData("unknown", ExitCode.Usage, "--device", "gpu")]
    [InlineData("given to both", ExitCode.Usage, "--device", "cpu", "--", "--device", "cpu")]
    public void Dotnet_run_hands_the_device_to_the_program(string what, int exitCode, params string[] args)
    {
        var run = DotnetRun(args);
        Assert.True(exitCode == run.ExitCode, $"{what}: {run.Out}{run.Error}");
        Assert.Equal(exitCode == ExitCode.Usage, run.Error.Contains("scratch-vs-autograd: --device", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("alone", "--device", "cuda")]
    [InlineData("with others after it", "--device", "cuda", "--", "--batch", Few)]
    [InlineData("as a program's option", "--", "--batch", Few, "--device", "cuda:0")]
    public void Dotnet_run_with_cuda_uses_it_or_says_why_not(string what, params string[] args)
    {
        var run = DotnetRun(args);
        if (torch.cuda.is_available())
        {
            Assert.True(run.ExitCode == ExitCode.Agree, $"{what}: {run.Out}{run.Error}");
            return;
        }

        Assert.True(run.ExitCode == ExitCode.Usage, $"{what}: {run.Out}{run.Error}");
        Assert.Empty(run.Out);
        Assert.StartsWith("scratch-vs-autograd: No CUDA device can be used", run.Error, StringComparison.Ordinal);
    }

    // Not built again: the tests refer to the Harness, so it is there, in this configuration and of the flavour these tests run on.
    private static RealProcess DotnetRun(params string[] args) => RealProcess.Of(
        "dotnet",
        [
            "run", "--no-build", "--project", Path.Combine(Repository.Root, "src", "Harness"), "-c", RealProcess.Configuration,
            $"-p:TorchFlavour={Repository.TorchFlavour}", .. args,
        ],
        new Dictionary<string, string>());

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Colour();
}
