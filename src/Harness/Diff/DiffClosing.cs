using ScratchVsAutograd.Files;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>A diff in one sentence.</summary>
internal static class DiffClosing
{
    public static string Sentence(DiffReport report)
    {
        var failing = report.Pairs.Where(pair => !pair.Verdict.Passes()).ToList();
        var count = report.Pairs.Length;
        if (failing.Count > 0 && count == 1) return $"DISAGREE: the one tensor is not B's; {Reasons(failing)}.";
        return failing.Count == 0
            ? FormattableString.Invariant($"AGREE: {(count == 1 ? "the one tensor of A is" : $"all {count} tensors of A are")} B's, within tolerance.")
            : FormattableString.Invariant($"DISAGREE: {failing.Count} of {count} tensors {(failing.Count == 1 ? "is" : "are")} not B's; {Reasons(failing)}.");
    }

    private static string Reasons(List<PairReport> failing)
    {
        var kinds = failing.GroupBy(pair => pair.Verdict).Select(group => FormattableString.Invariant($"{group.Count()} {group.Key.Word()}")).ToList();
        // That they disagree was said.
        if (failing.TrueForAll(pair => pair.Verdict == PairVerdict.Disagree)) kinds.Clear();
        return string.Join("; ", (kinds.Count > 0 ? [string.Join(", ", kinds)] : Array.Empty<string>()).Concat(Furthest(failing)));
    }

    private static IEnumerable<string> Furthest(List<PairReport> failing)
    {
        if (failing.Where(pair => pair.Diff is { OutOfTolerance: > 0 }).MaxBy(pair => pair.Diff!.Budget) is { } worst)
            yield return $"furthest off is {FileFault.Shown(worst.Name)}, by {Numbers.Short(worst.Diff!.Budget)} times what was allowed";
    }
}
