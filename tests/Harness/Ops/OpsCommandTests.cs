using ScratchVsAutograd.Harness.Ops;
using ScratchVsAutograd.Harness.Ops.Checks;
using ScratchVsAutograd.Scratch.Catalogue;

namespace ScratchVsAutograd.Tests.Harness.Ops;

public sealed class OpsCommandTests
{
    [Fact]
    public void Named_ops_are_checked_and_the_table_says_so()
    {
        var run = CliRun.Of("ops", "reshape", "cum-sum");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("op      forward f64 f32 bf16", run.Out, StringComparison.Ordinal);
        Assert.Contains("\nreshape ok      ok  ok  ok", run.Out, StringComparison.Ordinal);
        Assert.EndsWith($"PASS: 2 ops in 6 cases, {OpChecks.All.Count} checks each.\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_fails_stands_in_the_table_below_it_and_in_the_last_line()
    {
        var row = OpCatalogue.Find("reshape")!;
        var results = OpChecks.All.Select((check, index) => new OpResult(row, check, index switch
        {
            0 => ["reshape, plain: forward is wrong"],
            1 => null,
            _ => [],
        })).ToList();
        var text = OpsText.Table(results);
        Assert.Contains("\nreshape FAIL    -   ok", text, StringComparison.Ordinal);
        Assert.Contains("\n\nreshape, plain: forward is wrong\n", text, StringComparison.Ordinal);
        Assert.EndsWith(
            $"\nFAIL: reshape of 1 op in {row.Cases.Count} cases, {OpChecks.All.Count} checks each.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_op_is_listed_with_its_equation()
    {
        var lines = CliRun.Of("ops", "--list").Out.Split('\n');
        Assert.All(
            OpCatalogue.Rows, row => Assert.Contains(
                lines, line => line.StartsWith($"  {row.Name} ", StringComparison.Ordinal) && line.TrimEnd().EndsWith('.')));
    }

    [Fact]
    public void Show_prints_the_source()
    {
        var run = CliRun.Of("ops", "relu", "--show");
        Assert.StartsWith("namespace ScratchVsAutograd.Ops;", run.Out, StringComparison.Ordinal);
        Assert.Contains("public static void Backward(Gradients d, Tensor Z, Tensor A)", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no op 'linaer' (did you mean linear?); ops --list names them.", "ops", "linaer")]
    [InlineData("--show wants the name of an op, such as ops linear --show; ops --list names them.", "ops", "--show")]
    [InlineData(
        "linear has no case 'one outptu' (did you mean one output?); it has 'plain', 'one output', 'one input', 'no bias'.", "compare",
        "op:linear",
        "--case", "one outptu")]
    [InlineData("There is no command or experiment 'op:linaer' (did you mean op:linear?)", "compare", "op:linaer")]
    public void What_is_mistyped_is_a_sentence(string sentence, params string[] typed)
    {
        var run = CliRun.Of(typed);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_op_is_an_experiment_and_its_seed_draws_the_leaves()
    {
        var first = CliRun.Of("compare", "op:linear", "--case", "one output");
        Assert.Equal(0, first.ExitCode);
        Assert.StartsWith("op:linear on cpu, float32, seed 0\ndata      random, one output\n", first.Out, StringComparison.Ordinal);
        Assert.Contains("W      (1, 4)", first.Out, StringComparison.Ordinal);
        Assert.NotEqual(
            first.Out.Replace("seed 0", "", StringComparison.Ordinal),
            CliRun.Of("compare", "op:linear", "--case", "one output", "--seed", "1").Out.Replace("seed 1", "", StringComparison.Ordinal));
    }
}
