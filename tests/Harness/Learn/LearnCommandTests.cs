using ScratchVsAutograd.Harness.Learn.Course;
using ScratchVsAutograd.Harness.Output;

namespace ScratchVsAutograd.Tests.Harness.Learn;

public sealed class LearnCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string before = Environment.CurrentDirectory;

    public LearnCommandTests() => Environment.CurrentDirectory = folder.Path;

    public void Dispose()
    {
        Environment.CurrentDirectory = before;
        folder.Dispose();
    }

    [Fact]
    public void Without_a_name_it_lists_the_course()
    {
        var run = CliRun.Of("learn");
        Assert.Equal(ExitCode.Agree, run.ExitCode);
        var lines = run.Out.Split(Environment.NewLine);
        Assert.Equal(" 1  affine              A weight and a bias", lines[0]);
        Assert.Equal(Exercises.All.Count, lines.TakeWhile(line => line.Length > 0).Count());
        Assert.Empty(folder.Entries);
    }

    [Fact]
    public void The_file_is_written_once_and_marked_by_check()
    {
        var run = CliRun.Of("learn", "affine");
        Assert.Equal(ExitCode.Agree, run.ExitCode);
        Assert.Equal(["affine.cs"], folder.Entries);

        var again = CliRun.Of("learn", "affine");
        Assert.Equal(ExitCode.Usage, again.ExitCode);
        Assert.Contains("affine.cs is there already, and nothing was written", again.Error, StringComparison.Ordinal);

        // One right, one wrong, one as it was.
        File.WriteAllText("affine.cs", File.ReadAllText("affine.cs")
            .Replace("d.Add(y, zeros_like(y));", "d.Add(y, 2 * (y - target));", StringComparison.Ordinal)
            .Replace("d.Add(b, zeros_like(b));", "d.Add(b, dy.sum(0, keepdim: true));", StringComparison.Ordinal));
        var check = CliRun.Of("check", "affine.cs");
        Assert.Equal(ExitCode.Disagree, check.ExitCode);
        Assert.StartsWith(
            """
            Exercise 1: A weight and a bias

            gradient shape state
            dy       (6,)  wrong
            dw       (1,)  not written yet
            db       (1,)  right

            where     y goes wrong in affine.cs:23 (Exercise)
            """, check.Out, StringComparison.Ordinal);
        Assert.Contains("The gradient of y is 6 times too large.", check.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("w goes wrong", check.Out, StringComparison.Ordinal);
        Assert.EndsWith(
            """
            next      A hint: scratch-vs-autograd learn affine --of dy --hint

            NOT DONE: 1 of 3 right, 1 wrong, 1 not written yet.

            """, check.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dy: The derivative of a square", "--hint")]
    [InlineData("dy: dyᵢ = 2 (yᵢ − tᵢ) / n", "--hint", "2")]
    [InlineData("dy: d.Add(y, 2 * (y - target) / y.numel());", "--hint", "3")]
    [InlineData("db: db = Σᵢ dyᵢ", "--of", "db", "--hint", "2")]
    public void A_hint_is_for_the_first_gradient_that_is_not_written(string hint, params string[] options)
        => Assert.StartsWith(hint, CliRun.Of(["learn", "affine", .. options]).Out, StringComparison.Ordinal);

    [Fact]
    public void What_is_written_needs_no_hint()
    {
        File.WriteAllText("affine.cs", Exercises.Named("affine").Unfinished(gap => gap.Gradient == "dy"));
        Assert.StartsWith("dw: ", CliRun.Of("learn", "affine", "--hint").Out, StringComparison.Ordinal);
        File.WriteAllText("affine.cs", Exercises.Named("affine").Solution());
        Assert.Contains("Every gradient in affine.cs is written", CliRun.Of("learn", "affine", "--hint").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_solution_is_shown_and_not_written()
    {
        Assert.Equal(Exercises.Named("mlp").Solution(), CliRun.Of("learn", "mlp", "--solution").Out);
        Assert.Empty(folder.Entries);
    }

    [Theory]
    [InlineData("There is no exercise 'afine' (did you mean affine?); 'learn' lists them.", "afine")]
    [InlineData("affine has no gradient 'dz' (did you mean dy?); it has dy, dw and db.", "affine", "--of", "dz", "--hint")]
    [InlineData("--hint: '4' is not a level", "affine", "--hint", "4")]
    [InlineData("Which exercise?", "--solution")]
    public void What_is_not_there_gets_one_sentence(string sentence, params string[] arguments)
    {
        var run = CliRun.Of(["learn", .. arguments]);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Empty(folder.Entries);
    }
}
