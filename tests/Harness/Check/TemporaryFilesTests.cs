using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Tests.Harness.Check;

/// <summary>The program needs no temporary folder, and leaves nothing in it, however it ends.</summary>
public sealed class TemporaryFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TemporaryFilesTests()
    {
        Directory.CreateDirectory(Temporary);
        File.WriteAllText(folder["Right.cs"], Source("Right", ""));
        File.WriteAllText(
            folder["Slow.cs"],
            Source("Slow", $"System.IO.File.WriteAllText(\"{folder["started"]}\", \"\"); System.Threading.Thread.Sleep(60_000);"));
        File.WriteAllText(folder["Dies.cs"], Source("Dies", "Environment.FailFast(\"on purpose\");"));
        File.WriteAllText(
            folder["LeavesAChild.cs"], Source(
                "LeavesAChild", "System.Diagnostics.Process.Start(\"sleep\", \"97.532\"); Environment.FailFast(\"on purpose\");"));
    }

    private string Temporary => folder["temporary"];

    public void Dispose() => folder.Dispose();

    [BashTheory]
    [InlineData("list", ExitCode.Agree)]
    [InlineData("--batch 5", ExitCode.Agree)]
    [InlineData("train --epochs 1", ExitCode.Agree)]
    [InlineData("check Right.cs", ExitCode.Agree)]
    [InlineData("check Dies.cs", ExitCode.Disagree)]
    [InlineData("check Slow.cs --timeout 3", ExitCode.Disagree)]
    public void Nothing_is_left_after_a_run(string command, int exitCode)
    {
        Assert.Equal(exitCode, Run(command, Temporary).ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Temporary));
    }

    [BashTheory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public void Nothing_is_left_of_a_run_that_a_signal_ends(string signal)
    {
        var run = Bash.Run(
            $"""
            cd '{folder.Path}'; TOOL check Slow.cs & tool=$!
            until [ -e started ]; do sleep 0.1; done
            child=$(cat /proc/$tool/task/*/children)
            kill -{signal} $tool; wait $tool
            for try in $(seq 100); do kill -0 $child 2>/dev/null || break; sleep 0.1; done
            ! kill -0 $child 2>/dev/null || grep -q 'State:.*zombie' /proc/$child/status
            """,
            ("TMPDIR", Temporary));
        Assert.True(run.ExitCode == 0, $"The child goes on without its parent. {run.Error}");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Temporary));
    }

    [BashFact]
    public void A_temporary_folder_that_is_missing_is_not_missed()
    {
        var run = Run("check Right.cs", folder["missing"]);
        Assert.Equal("", run.Error);
        Assert.Equal(ExitCode.Agree, run.ExitCode);
    }

    /// <summary>It has the pipe to the program open for longer than a test waits, so the pipe's end does not tell of the death.</summary>
    [BashFact]
    public void A_process_that_theirs_leaves_behind_does_not_hold_the_run_up()
    {
        var run = Run("check LeavesAChild.cs", Temporary);
        Bash.Run("for pid in $(pgrep -f '^sleep 97.532$'); do kill $pid; done");
        Assert.Contains("on purpose ended its process", run.Out, StringComparison.Ordinal);
    }

    private RealProcess Run(string command, string temporary) => Bash.Run($"cd '{folder.Path}' && TOOL {command}", ("TMPDIR", temporary));

    private static string Source(string name, string statement) => $$"""
        public static class {{name}}
        {
            public static Computation Square() => Computation.From(
                "square", [new Leaf("X", randn(3), LeafRole.Parameter)], t => (t["X"] * t["X"]).sum(), (t, d) => { {{statement}} d.Add(t["X"], 2 * t["X"]); });
        }
        """;
}
