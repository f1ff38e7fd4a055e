using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Tests.Harness.Output;

/// <summary>
/// Standard streams that are closed, full or read by nobody: a sentence where one can be written, exit code 2, never a stack trace.
/// </summary>
public sealed class StandardStreamTests : IDisposable
{
    private const string Right = """
        public static class Right
        {
            public static Computation Square() => Computation.From(
                "square", [new Leaf("X", randn(3), LeafRole.Parameter)], t => (t["X"] * t["X"]).sum(), (t, d) => d.Add(t["X"], 2 * t["X"]));
        }
        """;

    private readonly TemporaryFolder folder = new();

    public StandardStreamTests() => File.WriteAllText(folder["Right.cs"], Right);

    public void Dispose() => folder.Dispose();

    [BashTheory]
    [InlineData("list", ">&-")]
    [InlineData("list", ">/dev/full")]
    [InlineData("list", "<&- >&-")]
    [InlineData("--help", ">/dev/full")]
    [InlineData("--version", ">&-")]
    [InlineData("--batch 5", ">/dev/full")]
    [InlineData("--batch 5 --json -", "<&- >&-")]
    [InlineData("--batch 5 --print W1", ">/dev/full")]
    [InlineData("train --epochs 1", ">/dev/full")]
    [InlineData("train --epochs 1 --csv -", ">&-")]
    [InlineData("check Right.cs", ">/dev/full")]
    [InlineData("check Right.cs --json -", ">&-")]
    [InlineData("new op Mine", ">/dev/full")]
    public void Output_that_cannot_be_written_gives_a_sentence(string command, string redirection)
    {
        var run = Bash.Run($"cd '{folder.Path}' && TOOL {command} {redirection}");
        Assert.StartsWith("scratch-vs-autograd: Standard output cannot be written to (", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }

    [BashTheory]
    [InlineData("nope", "2>&-")]
    [InlineData("nope", "2>/dev/full")]
    [InlineData("nope", "<&- >&- 2>&-")]
    [InlineData("list", ">/dev/full 2>&1")]
    [InlineData("list", "<&- >&- 2>&-")]
    public void Where_errors_cannot_be_written_either_the_exit_code_says_it(string command, string redirection)
    {
        var run = Bash.Run($"TOOL {command} {redirection}");
        Assert.Empty(run.Out + run.Error);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }

    [BashTheory]
    [InlineData("list", ExitCode.Agree)]
    [InlineData("--batch 5 --init randn", ExitCode.Disagree)]
    public void Standard_error_that_nobody_needs_may_be_closed(string command, int exitCode)
        => Assert.Equal(exitCode, Bash.Run($"TOOL {command} 2>&-").ExitCode);

    /// <summary>The head is gone before the report comes.</summary>
    [BashTheory]
    [InlineData("list", ExitCode.Agree)]
    [InlineData("--batch 20 --init randn", ExitCode.Disagree)]
    [InlineData("--batch 20 --init randn --json -", ExitCode.Disagree)]
    public void A_pipe_that_nobody_reads_is_quiet_and_the_exit_code_is_the_verdict(string command, int exitCode)
    {
        var run = Bash.Run($"TOOL {command} | true; exit ${{PIPESTATUS[0]}}");
        Assert.Empty(run.Out + run.Error);
        Assert.Equal(exitCode, run.ExitCode);
    }

    [BashFact]
    public void A_pipe_that_nobody_reads_does_not_keep_files_from_being_written()
    {
        Bash.Run($"TOOL --batch 20 --json '{folder["report.json"]}' | true");
        Assert.EndsWith("}", File.ReadAllText(folder["report.json"]).TrimEnd(), StringComparison.Ordinal);
    }
}
