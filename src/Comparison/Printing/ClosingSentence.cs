using ScratchVsAutograd.Comparison.Text;

namespace ScratchVsAutograd.Comparison.Printing;

/// <summary>The report in one sentence.</summary>
internal static class ClosingSentence
{
    public static string Of(ComparisonReport report)
    {
        var count = report.Tensors.Length;
        var passing = report.Tensors.Count(tensor => tensor.Verdict.Passes(report.Strict));
        if (report.Agrees) return $"AGREE: {AllOf(count)} written by hand {(count == 1 ? "is" : "are")} {How(report)}.";
        if (report.Failure is not null) return "DISAGREE: the hand-written backward did not run to its end.";
        if (passing == count && !report.Violations.IsEmpty) return "DISAGREE: the numbers are right, but backward did what no backward may.";
        if (passing == count && !report.Forward.All(value => value.Agrees))
            return "DISAGREE: the gradients are those of the loss as written, but the forward pass is not the independent one.";
        if (passing == count)
            return $"DISAGREE: the loss is {Numbers.Short(report.Loss)}, and of that there is no gradient; give forward values at which it is finite.";
        return $"DISAGREE: {Wrong(report, count - passing)}; {Origin(report)}.";
    }

    // What is right in the end is not counted among the wrong.
    private static string Wrong(ComparisonReport report, int failing)
    {
        var right = report.Tensors.Count(tensor => tensor.RightInTheEnd && !tensor.Verdict.Passes(report.Strict));
        if (right == 0) return $"{Failing(failing, report.Tensors.Length)} not autograd's";
        var lines = right == 1 ? "the line of one that is" : $"the lines of {right} that are";
        return right == failing
            ? $"{lines} {(right == 1 ? "makes" : "make")} a mistake all the same"
            : $"{Failing(failing - right, report.Tensors.Length)} not autograd's, and {lines} {(right == 1 ? "makes" : "make")} a mistake all the same";
    }

    private static string How(ComparisonReport report)
    {
        var wrong = report.Tensors.Where(tensor => tensor.Verdict == Verdict.Reference).Select(tensor => tensor.Name).ToList();
        if (wrong.Count > 0) return $"right; autograd's own {NameList.Short(wrong)} {(wrong.Count == 1 ? "is" : "are")} wrong";
        return report.Tensors.Any(tensor => tensor.Verdict == Verdict.Rounding)
            ? "autograd's, within tolerance or down to rounding"
            : "autograd's, within tolerance";
    }

    private static string Origin(ComparisonReport report) => report.Faults.Length switch
    {
        0 => $"furthest off is {Furthest(report)}",
        1 => $"it starts in {report.Faults[0]}",
        <= NameList.Most => $"it starts in {string.Join(", ", report.Faults)}",
        _ => $"it starts in {NameList.Short(report.Faults)}",
    };

    private static string Failing(int failing, int count) => count == 1
        ? "the one gradient written by hand is"
        : $"{failing} of {count} gradients written by hand {(failing == 1 ? "is" : "are")}";

    private static string AllOf(int count) => count switch
    {
        1 => "the one gradient",
        2 => "both gradients",
        _ => $"all {count} gradients",
    };

    private static string Furthest(ComparisonReport report)
    {
        var failing = report.Tensors.Where(tensor => !tensor.Verdict.Passes(report.Strict)).ToList();
        var incomparable = failing.Find(tensor => tensor.Diff is null or { Comparable: false });
        if (incomparable is not null) return $"{incomparable.Name} ({incomparable.Verdict.Word()})";
        var worst = failing.MaxBy(tensor => tensor.Diff!.Budget)!;
        return $"{worst.Name}, by {Numbers.Short(worst.Diff!.Budget)} times what was allowed";
    }
}
