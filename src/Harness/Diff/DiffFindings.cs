using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Files;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>Why tensors differ, and what to type to see more.</summary>
internal static class DiffFindings
{
    private const int MostExplained = 10;

    private const int MostExplanations = 2;

    private const int MostNames = 50;

    public static IEnumerable<Entry> Of(DiffReport report) => [.. Findings(report), .. Names(report)];

    private static IEnumerable<Entry> Findings(DiffReport report)
    {
        var explained = SameFindings.Groups(
            report.Pairs.Where(pair => !pair.Explanations.IsEmpty), pair => SameFindings.Key(Explanations(pair), pair.Name)).ToList();
        foreach (var finding in explained.Take(MostExplained).SelectMany(Explained)) yield return finding;
        if (explained.Count > MostExplained)
        {
            var (tensors, causes) = (explained.Skip(MostExplained).Sum(same => same.Count), explained.Count - MostExplained);
            yield return new("note", FormattableString.Invariant(
                $"{tensors:N0} more tensors have {causes:N0} other causes, which are in the report that --json writes."));
        }

        var alike = report.Pairs.Where(pair => pair.Likeness?.Sentence is not null);
        foreach (var likeness in SameFindings.Cut(alike, pair => pair.Likeness!.Kind.ToString(), Name, pair => pair.Likeness!.Sentence!))
            yield return new("why", likeness);

        var unexplored = report.Pairs.Where(pair => !pair.IsExplored).Select(Name).ToList();
        if (unexplored.Count > 0)
        {
            yield return new(
                "note", $"no cause was looked for in {NameList.Short(unexplored)}: they are large or many; leave the others out with "
                    + "--ignore, "
                + "or give the search longer with --why-seconds.");
        }

        foreach (var note in SameFindings.Cut(
            report.Pairs.Where(pair => pair.Note is not null), pair => pair.Verdict.Word(), Name, pair => pair.Note!))
            yield return new("note", note);
        foreach (var suggestion in report.Suggestions) yield return new("try", Sentence(suggestion));
        if (!report.SuggestedNames.IsEmpty)
        {
            var (layout, options) = report.SuggestedOptions.Length == 0
                ? ("", "")
                : (", some in another layout", $" {report.SuggestedOptions}");
            yield return new(
                "try", $"These names hold tensors of the same sizes{layout}: save the lines that are right as names.txt, and add "
                + $"--names names.txt{options}.");
        }
    }

    private static IEnumerable<Entry> Explained(IReadOnlyList<PairReport> same)
    {
        var others = same.Count == 1 ? "" : $" T{SameFindings.TheSameOf([.. same.Select(Name)])[1..]}.";
        foreach (var explanation in Explanations(same[0]))
        {
            yield return new("why", $"{Sentence(explanation.Text)} {Sentence(explanation.Evidence)}{others}");
            yield return new("fix", Sentence(explanation.Fix));
        }
    }

    private static IEnumerable<Explanation> Explanations(PairReport pair) => pair.Explanations.Take(MostExplanations);

    private static string Name(PairReport pair) => FileFault.Shown(pair.Name);

    private static IEnumerable<Entry> Names(DiffReport report)
    {
        foreach (var names in report.SuggestedNames.Take(MostNames))
            yield return new("", $"{FileFault.Shown(names.A)}{Separator(names)}{FileFault.Shown(names.B)}") { IsVerbatim = true };
        if (report.SuggestedNames.Length > MostNames)
            yield return new(
                "", FormattableString.Invariant(
                    $"and {report.SuggestedNames.Length - MostNames:N0} more, which are in the report that --json writes"));
    }

    private static char Separator((string A, string B) names)
        => names.A.Contains(' ', StringComparison.Ordinal) || names.B.Contains(' ', StringComparison.Ordinal) ? '\t' : ' ';

    // A tensor's name keeps its first letter.
    private static string Sentence(string text) => $"{text.TrimEnd('.')}.";
}
