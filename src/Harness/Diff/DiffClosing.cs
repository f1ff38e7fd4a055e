using ScratchVsAutograd.Files;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>A diff in one sentence.</summary>
internal static class DiffClosing
{
    public static string Sentence(DiffReport report)
    {
        var failing = report.Pairs.Where(pair => !pair.Verdict.Passes()).ToList();
        var count = report.Pairs.Length;
        if (failing.Count > 0 && count == 1) return $"DISAGREE: the only tensor does not match B's; {Reasons(failing)}.";
        return failing.Count == 0
            ? FormattableString.Invariant(
                $"AGREE: {(count == 1 ? "the only tensor of A matches" : $"all {count} tensors of A match")} B's, within tolerance.")
            : FormattableString.Invariant(
                $"DISAGREE: {failing.Count} of {count} tensors {(failing.Count == 1 ? "does" : "do")} not match B's; {Reasons(failing)}.");
    }

    private static string Reasons(List<PairReport> failing)
    {
        var kinds = failing.GroupBy(pair => pair.Verdict)
            .Select(group => FormattableString.Invariant($"{group.Count()} {group.Key.Word()}")).ToList();
        // That they disagree was said.
        if (failing.TrueForAll(pair => pair.Verdict == PairVerdict.Disagree)) kinds.Clear();
        return string.Join("; ", (kinds.Count > 0 ? [string.Join(", ", kinds)] : Array.Empty<string>()).Concat(Furthest(failing)));
    }

    private static IEnumerable<string> Furthest(List<PairReport> failing)
    {
        if (failing.Where(pair => pair.Diff is { OutOfTolerance: > 0 }).MaxBy(pair => pair.Diff!.Budget) is { } worst)
            yield return $"{FileFault.Shown(worst.Name)} is furthest off, by {Numbers.Short(worst.Diff!.Budget)} times the tolerance";
    }
}
