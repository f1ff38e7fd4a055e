using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Harness.Options;
using static System.FormattableString;

namespace ScratchVsAutograd.Harness.Learn.Course;

/// <summary>
/// What a comparison says about the reader's work: each gradient is judged with autograd's upstream gradients, so that those before it need
/// not be written yet.
/// </summary>
/// <param name="exercise">Which exercise.</param>
/// <param name="report">The comparison.</param>
internal sealed class Marking(Exercise exercise, ComparisonReport report)
{
    private readonly ImmutableArray<(Gap Gap, GapState State, TensorReport? Tensor)> marks =
    [
        .. from gap in exercise.Gaps
           let tensor = report.Tensors.FirstOrDefault(tensor => tensor.Name == gap.Tensor)
           select (gap, StateOf(tensor), tensor),
    ];

    /// <summary>How far each gradient is.</summary>
    public IEnumerable<(Gap Gap, GapState State)> States => marks.Select(mark => (mark.Gap, mark.State));

    /// <summary>The outcome in one sentence.</summary>
    public string Sentence
    {
        get
        {
            if (report.Agrees) return $"DONE: {(marks is [_] ? "the gradient is" : Invariant($"all {marks.Length} gradients are"))} right.";
            var (right, wrong, open) = (Count(GapState.Right), Count(GapState.Wrong), Count(GapState.NotWritten));
            return Invariant($"NOT DONE: {right} of {marks.Length} right")
                + (wrong > 0 ? Invariant($", {wrong} wrong") : "") + (open > 0 ? Invariant($", {open} not written yet") : "") + ".";
        }
    }

    /// <summary>A line a gradient, what is wrong with those that are, and how to go on.</summary>
    public PrintedReport Report => new()
    {
        Title = Invariant($"Exercise {exercise.Number}: {exercise.Title}"),
        Table = new Table(
            [new("gradient"), new("shape"), new("state")],
            [
                .. marks.Select(mark => Table.Line(
                    mark.State == GapState.Right ? Tone.Good : mark.State == GapState.Wrong ? Tone.Bad : Tone.Plain, mark.Gap.Gradient,
                    mark.Tensor is { } tensor ? TensorIndex.Tuple(tensor.Shape) : "", Word(mark.State))),
            ]),
        Findings = [.. FindingsText.Of(OfWhatIsWrong()), new Entry("next", Next())],
        Closing = Sentence,
        Outcome = report.Agrees ? Tone.Good : Tone.Bad,
    };

    private int Count(GapState state) => marks.Count(mark => mark.State == state);

    private static GapState StateOf(TensorReport? tensor)
    {
        if (tensor is null or { Verdict: Verdict.Missing }) return GapState.NotWritten;
        if (tensor.Verdict.Passes(strict: false)) return GapState.Right;
        if (tensor is { Verdict: Verdict.Inherited, Isolated: { AllClose: true } }) return GapState.Right;
        return (tensor.Isolated ?? tensor.Diff) is { Scratch.AllZero: true } ? GapState.NotWritten : GapState.Wrong;
    }

    private static string Word(GapState state) => state switch
    {
        GapState.Right => "right",
        GapState.Wrong => "wrong",
        _ => "not written yet",
    };

    // What is not written yet is no fault, and needs no witness.
    private ComparisonReport OfWhatIsWrong()
    {
        var open = marks.Where(mark => mark.State == GapState.NotWritten).Select(mark => mark.Gap.Tensor).ToHashSet();
        return report with
        {
            Faults = [.. report.Faults.Where(fault => !open.Contains(fault))],
            Tensors = [.. report.Tensors.Select(tensor => open.Contains(tensor.Name) ? tensor with { Testimony = null } : tensor)],
        };
    }

    private string Next()
    {
        if (marks.FirstOrDefault(mark => mark.State != GapState.Right).Gap is { } open)
            return $"A hint: {CommandText.Program} learn {exercise.Name} --of {open.Gradient} --hint";
        return Exercises.After(exercise) is { } after
            ? $"{CommandText.Program} learn {after.Name}"
            : "That was the last exercise; the catalogue has the rest: see docs/ops.md.";
    }
}
