using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Harness.Check;
using ScratchVsAutograd.Harness.Options;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Tests.Harness.Check;

public sealed class CheckWatchTests : IDisposable
{
    private readonly StringWriter output = new();
    private readonly Queue<string?> states = new();
    private readonly Queue<char?> keys = new();
    private readonly List<TableRows> checks = [];

    public void Dispose() => output.Dispose();

    [Fact]
    public void It_checks_at_once_and_q_ends_it_with_the_outcome()
    {
        keys.Enqueue('x');
        keys.Enqueue('Q');
        Assert.Equal(ExitCode.Disagree, Run(_ => ExitCode.Disagree));
        Assert.Single(checks);
        Assert.Contains("Watching Gate.cs. q quits, r checks again, v shows all rows.", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output.ToString());
    }

    [Fact]
    public void A_save_is_checked_when_it_is_over_and_once()
    {
        // What it looks at before the first check, then unchanged, gone, half-written, written, and written still: that is a save.
        Enqueue("old", "old", null, "half", "new", "new");
        // Before the second check, and while waiting after it.
        Enqueue("new", "new");
        KeyAfter(looks: 6, 'q');
        Run(_ => ExitCode.Agree);
        Assert.Equal(2, checks.Count);
    }

    [Fact]
    public void R_checks_again_and_v_shows_all_rows_and_fewer()
    {
        foreach (var key in "rvvq") keys.Enqueue(key);
        Run(_ => ExitCode.Agree);
        Assert.Equal([TableRows.Failing, TableRows.Failing, TableRows.All, TableRows.Failing], checks);
    }

    [Fact]
    public void What_cannot_be_checked_now_is_said_and_may_be_mended()
    {
        keys.Enqueue('r');
        keys.Enqueue('q');
        Assert.Equal(
            ExitCode.Agree, Run(_ => checks.Count == 1 ? throw new InputException("It has nothing to check yet.") : ExitCode.Agree));
        Assert.Contains("It has nothing to check yet.", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_is_not_watched()
    {
        var run = CliRun.Of("check", "--watch", RealProcess.Program);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("--watch checks C# source files again as they are saved", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_child_stays_and_runs_what_was_saved()
    {
        using var folder = new TemporaryFolder();
        using var session = new CheckSession(timeout: null);
        var (wrong, right, crash) = (Outcome("3 * t[\"X\"]"), Outcome("2 * t[\"X\"]"), Outcome("matmul(zeros(2, 3), zeros(4, 5))"));
        Assert.False(wrong.Agrees);
        Assert.True(right.Agrees);
        Assert.Equal(wrong.Printed, right.Printed);
        Assert.Contains("the native library ended its process", crash.Sentence, StringComparison.Ordinal);
        Assert.True(Outcome("2 * t[\"X\"]").Agrees);

        CheckOutcome Outcome(string gradient)
        {
            var file = folder["Square.cs"];
            File.WriteAllText(file, $$"""
                public static class Square
                {
                    public static Computation Check
                    {
                        get
                        {
                            Console.WriteLine(Environment.ProcessId);
                            return Computation.From(
                                "square", [Leaf.Parameter("X", randn(3))], t => t["X"].square().sum(), (t, d) => d.Add(t["X"], {{gradient}}));
                        }
                    }
                }
                """);
            var target = SourceTargets.Compiled(SourceFile.Read(file));
            session.Load(new CheckSettings
            {
                Targets = [target],
                Code = new Dictionary<string, CompiledCode> { [target.Assembly!] = target.Code! },
                WhyTime = TimeSpan.Zero,
            });
            return session.Run(new CheckRequest(0, "Square.Check"));
        }
    }

    private int Run(Func<TableRows, int> check)
    {
        var last = (string?)"old";
        var watch = new CheckWatch(
            Terminal.Of(output, TextWriter.Null), "Gate.cs", () => last = states.TryDequeue(out var state) ? state : last,
            () => keys.TryDequeue(out var key) ? key : null,
            rows =>
            {
                checks.Add(rows);
                return check(rows);
            });
        return watch.Run(TableRows.Failing);
    }

    private void Enqueue(params string?[] next)
    {
        foreach (var state in next) states.Enqueue(state);
    }

    private void KeyAfter(int looks, char key)
    {
        for (var look = 0; look < looks; look++) keys.Enqueue(null);
        keys.Enqueue(key);
    }
}
