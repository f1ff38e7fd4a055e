using ScratchVsAutograd.Comparison.Text;

namespace ScratchVsAutograd.Comparison.Printing;

/// <summary>The report in one sentence.</summary>
internal static class ClosingSentence
{
    public static string Of(ComparisonReport report)
    {
        var count = report.Tensors.Length;
        var passing = report.Tensors.Count(tensor => tensor.Verdict.Passes(report.Strict));
        if (report.Agrees) return $"AGREE: {AllOf(count)} {How(report)}.";
        if (report.Failure is not null) return "DISAGREE: the hand-written backward did not run to completion.";
        if (passing == count && !report.Violations.IsEmpty) return "DISAGREE: the numbers are right, but backward broke its contract.";
        if (passing == count && !report.Forward.All(value => value.Agrees))
            return "DISAGREE: the gradients match the loss as written, but the forward pass does not match the independent one.";
        if (passing == count)
            return $"DISAGREE: the loss is {Numbers.Short(report.Loss)}, which has no gradient; choose values at which it is finite.";
        return $"DISAGREE: {Wrong(report, count - passing)}; {Origin(report)}.";
    }

    // What is right in the end is not counted among the wrong.
    private static string Wrong(ComparisonReport report, int failing)
    {
        var right = report.Tensors.Count(tensor => tensor.RightInTheEnd && !tensor.Verdict.Passes(report.Strict));
        if (right == 0) return Failing(failing, report.Tensors.Length);
        var lines = right == 1 ? "the line of one that does is still wrong" : $"the lines of {right} that do are still wrong";
        return right == failing ? lines : $"{Failing(failing - right, report.Tensors.Length)}, and {lines}";
    }

    private static string How(ComparisonReport report)
    {
        var wrong = report.Tensors.Where(tensor => tensor.Verdict == Verdict.Reference).Select(tensor => tensor.Name).ToList();
        if (wrong.Count > 0)
            return $"{(report.Tensors.Length == 1 ? "is" : "are")} right; autograd's own {NameList.Short(wrong)} "
                + $"{(wrong.Count == 1 ? "is" : "are")} wrong";
        var match = report.Tensors.Length == 1 ? "matches" : "match";
        var within = report.Tensors.Any(tensor => tensor.Verdict == Verdict.Rounding)
            ? "within tolerance or up to rounding"
            : "within tolerance";
        return $"{match} autograd's, {within}";
    }

    private static string Origin(ComparisonReport report) => report.Faults.Length switch
    {
        0 => Furthest(report),
        1 => $"the error starts in {report.Faults[0]}",
        <= NameList.Most => $"the error starts in {string.Join(", ", report.Faults)}",
        _ => $"the error starts in {NameList.Short(report.Faults)}",
    };

    private static string Failing(int failing, int count) => count == 1
        ? "the only hand-written gradient does not match autograd's"
        : $"{failing} of {count} hand-written gradients {(failing == 1 ? "does" : "do")} not match autograd's";

    private static string AllOf(int count) => count switch
    {
        1 => "the only hand-written gradient",
        2 => "both hand-written gradients",
        _ => $"all {count} hand-written gradients",
    };

    private static string Furthest(ComparisonReport report)
    {
        var failing = report.Tensors.Where(tensor => !tensor.Verdict.Passes(report.Strict)).ToList();
        var incomparable = failing.Find(tensor => tensor.Diff is null or { Comparable: false });
        if (incomparable is not null) return $"first of all {incomparable.Name} ({incomparable.Verdict.Word()})";
        var worst = failing.MaxBy(tensor => tensor.Diff!.Budget)!;
        return $"{worst.Name} is furthest off, by {Numbers.Short(worst.Diff!.Budget)} times the tolerance";
    }
}
