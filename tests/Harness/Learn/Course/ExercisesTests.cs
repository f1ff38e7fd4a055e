using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using ScratchVsAutograd.Harness.Check;
using ScratchVsAutograd.Harness.Learn.Course;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Learn.Course;

/// <summary>Every exercise in five forms, all compiled at once: each gap is right, wrong or not written yet, as it must be.</summary>
public sealed partial class ExercisesTests : TensorTest
{
    // Every other gap alone, so that each line is marked while those before and after it are not written.
    private static readonly Dictionary<string, Func<Exercise, string>> Forms = new()
    {
        ["solution"] = exercise => exercise.Solution(),
        ["unfinished"] = exercise => exercise.Unfinished(),
        ["even"] = exercise => exercise.Unfinished(gap => Index(exercise, gap) % 2 == 0),
        ["odd"] = exercise => exercise.Unfinished(gap => Index(exercise, gap) % 2 == 1),
        ["wrong"] = exercise => Written().Replace(exercise.Solution(), "d.Add(${variable}, 1.5 * (${expression}));"),
    };

    private static readonly Lazy<Assembly> Compiled = new(Compile);

    public static TheoryData<string> Names => [.. Exercises.All.Select(exercise => exercise.Name)];

    [Theory, MemberData(nameof(Names))]
    public void The_solution_passes(string name)
    {
        var marking = Mark(name, "solution");
        Assert.All(marking.States, mark => Assert.Equal(GapState.Right, mark.State));
        Assert.StartsWith("DONE: ", marking.Sentence, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_file_that_is_written_is_not_written_yet(string name)
    {
        var marking = Mark(name, "unfinished");
        Assert.All(marking.States, mark => Assert.Equal(GapState.NotWritten, mark.State));
        Assert.StartsWith("NOT DONE: 0 of ", marking.Sentence, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void Each_line_that_is_a_hint_is_right_in_its_place(string name)
    {
        foreach (var (form, right) in new[] { ("even", 0), ("odd", 1) })
        {
            Assert.All(
                Mark(name, form).States.Index(),
                mark => Assert.Equal(mark.Index % 2 == right ? GapState.Right : GapState.NotWritten, mark.Item.State));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_line_with_a_factor_too_many_is_wrong(string name)
        => Assert.All(Mark(name, "wrong").States, mark => Assert.Equal(GapState.Wrong, mark.State));

    [Theory, MemberData(nameof(Names))]
    public void Every_gap_has_its_three_hints(string name)
    {
        var exercise = Exercises.Named(name);
        Assert.NotEmpty(exercise.Gaps);
        Assert.All(exercise.Gaps, gap =>
        {
            Assert.EndsWith(".", gap.Rule, StringComparison.Ordinal);
            Assert.StartsWith(gap.Gradient, gap.Equation, StringComparison.Ordinal);
            Assert.Matches(Written(), gap.Lines[^1]);
        });
        Assert.DoesNotContain("//?", exercise.Solution() + exercise.Unfinished(), StringComparison.Ordinal);
    }

    private static int Index(Exercise exercise, Gap gap) => exercise.Gaps.Select(one => one.Tensor).ToList().IndexOf(gap.Tensor);

    private static Marking Mark(string name, string form)
    {
        var exercise = Exercises.Named(name);
        var type = Compiled.Value.GetTypes().Single(type => type.FullName!.StartsWith($"{Space(exercise, form)}.", StringComparison.Ordinal)
            && type.GetProperty("Exercise") is not null);
        random.manual_seed(0);
        var computation = (Computation)type.GetProperty("Exercise")!.GetValue(null)!;
        Assert.Equal(exercise, Exercises.Of(computation.Name));
        return new Marking(exercise, Comparer.Run(
            computation, new ComparisonOptions { Dtype = ScalarType.Float64, Witness = WitnessMode.Never, WhyTime = TimeSpan.Zero }));
    }

    private static Assembly Compile()
    {
        var text = new StringBuilder();
        foreach (var exercise in Exercises.All)
        {
            foreach (var (form, of) in Forms)
                text.Append(CultureInfo.InvariantCulture, $"namespace {Space(exercise, form)}\n{{\n{of(exercise)}}}\n");
        }

        using var folder = new TemporaryFolder();
        var file = folder["Forms.cs"];
        File.WriteAllText(file, text.ToString());
        var target = SourceTargets.Compiled(SourceFile.Read(file));
        return new CodeLoadContext(file, target.Code).Load();
    }

    private static string Space(Exercise exercise, string form) => $"{exercise.Name.Replace('-', '_')}_{form}";

    [GeneratedRegex(@"d\.Add\((?<variable>\w+), (?<expression>.+)\);", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Written();
}
