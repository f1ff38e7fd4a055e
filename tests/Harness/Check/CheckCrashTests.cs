using System.Diagnostics;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Tests.Harness.Check;

/// <summary>Computations that end their process are results like others, and the rest goes on.</summary>
public sealed class CheckCrashTests(CheckRun run) : IClassFixture<CheckRun>
{
    [Theory]
    [InlineData("ARightOne", "AGREE: the only hand-written gradient matches autograd's, within tolerance.")]
    [InlineData("Aborts", "FAILED: the native library ended its process: mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5).")]
    [InlineData("Exits", "FAILED: its process ended with exit code 0 before the check did.")]
    [InlineData("Lists", "FAILED: it needs more memory than is available.")]
    [InlineData("Loops", "FAILED: it did not finish within 12 s, and was stopped; --timeout 12")]
    [InlineData("Nothing", "FAILED: it is null, where a Computation or a FunctionSample was expected.")]
    [InlineData("Overflows", "FAILED: its process overflowed the stack in Bad.Deep.")]
    [InlineData("Prints", "DISAGREE: the only hand-written gradient does not match autograd's; the error starts in X.")]
    [InlineData("RightBeforeAThreadEndsIt", "AGREE: ")]
    [InlineData("SlowWhileAThreadEndsIt", "AGREE: ")]
    [InlineData("Tensors", "DISAGREE: the hand-written backward did not run to completion.")]
    [InlineData("Threads", "FAILED: System.InvalidOperationException: on a thread ended its process at ")]
    [InlineData("Throws", "FAILED: it stopped at ")]
    [InlineData("ZRightOne", "AGREE: ")]
    public void Each_has_its_line(string member, string sentence)
    {
        var line = Assert.Single(run.Text.Out.Split('\n'), line => line.StartsWith($"Bad.{member} ", StringComparison.Ordinal));
        Assert.StartsWith(sentence, line[$"Bad.{member}".Length..].TrimStart(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_one_that_was_stopped_it_is_said_how_far_it_had_come()
        => Assert.Matches(
            @"--timeout 12\d gives it longer: its forward took [0-9.]+ s, its first backward had not finished\.",
            Assert.Single(run.Text.Out.Split('\n'), line => line.StartsWith("Bad.Loops ", StringComparison.Ordinal)));

    [Fact]
    public void The_exit_code_counts_them_and_nothing_else_is_said()
    {
        Assert.Equal(ExitCode.Disagree, run.Text.ExitCode);
        Assert.Empty(run.Text.Error);
        Assert.Contains("CHECKED: 10 of 14 do not agree: Bad.Aborts,", run.Text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_their_code_prints_stands_beside_its_report_and_nowhere_else()
        => Assert.Equal(
            "printed   looked at", Assert.Single(run.Text.Out.Split('\n'), line => line.Contains("looked at", StringComparison.Ordinal)));

    [Fact]
    public void A_custom_function_that_nobody_samples_is_named()
        => Assert.Contains("Forgets is a custom autograd function and was not checked;", run.Text.Out, StringComparison.Ordinal);

    [Fact]
    public void What_a_stopped_one_had_started_is_stopped_too()
        => Assert.DoesNotContain(
            Process.GetProcessesByName("sleep"), process => CommandLine(process).Contains("97531", StringComparison.Ordinal));

    [Fact]
    public void Json_has_an_object_for_each()
    {
        var outcomes = run.Json.RootElement.EnumerateArray().ToList();
        Assert.Equal(14, outcomes.Count);
        Assert.All(outcomes, outcome => Assert.StartsWith("Bad.", outcome.GetProperty("key").GetString(), StringComparison.Ordinal));
        Assert.Equal(
            ["Bad.ARightOne", "Bad.RightBeforeAThreadEndsIt", "Bad.SlowWhileAThreadEndsIt", "Bad.ZRightOne"],
            outcomes.Where(outcome => outcome.GetProperty("agrees").GetBoolean())
                .Select(outcome => outcome.GetProperty("key").GetString()));
        var prints = outcomes.Single(outcome => outcome.GetProperty("key").GetString() == "Bad.Prints");
        Assert.Equal("X", prints.GetProperty("report").GetProperty("faults")[0].GetString());
        Assert.Equal("looked at", prints.GetProperty("printed")[0].GetString());
    }

    [Fact]
    public void What_one_sets_for_the_process_does_not_reach_the_next()
    {
        var next = run.Json.RootElement.EnumerateArray()
            .Single(outcome => outcome.GetProperty("key").GetString() == "Bad.RightBeforeAThreadEndsIt");
        Assert.Equal("float32", next.GetProperty("report").GetProperty("dtype").GetString());
    }

    private static string CommandLine(Process process)
    {
        var file = $"/proc/{process.Id}/cmdline";
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }
}
