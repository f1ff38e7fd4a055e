using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Files;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>Why tensors differ, and what to type to see more.</summary>
internal static class DiffFindings
{
    private const int MostExplained = 10;

    private const int MostExplanations = 2;

    private const int MostNames = 50;

    public static IEnumerable<TextLine> Lines(DiffReport report, int width)
        => Findings(report).SelectMany(finding => WrappedText.Lines($"{finding.Label,-9} ", finding.Text, width)).Concat(Names(report));

    private static IEnumerable<(string Label, string Text)> Findings(DiffReport report)
    {
        var explained = SameFindings.Groups(report.Pairs.Where(pair => !pair.Explanations.IsEmpty), pair => SameFindings.Key(Explanations(pair), pair.Name)).ToList();
        foreach (var finding in explained.Take(MostExplained).SelectMany(Explained)) yield return finding;
        if (explained.Count > MostExplained)
        {
            yield return ("note", FormattableString.Invariant(
                $"{explained.Skip(MostExplained).Sum(same => same.Count):N0} more tensors have {explained.Count - MostExplained:N0} other causes, which are in the report that --json writes."));
        }

        foreach (var likeness in SameFindings.Cut(report.Pairs.Where(pair => pair.Likeness?.Sentence is not null), pair => pair.Likeness!.Kind.ToString(), Name, pair => pair.Likeness!.Sentence!))
            yield return ("why", likeness);

        var unexplored = report.Pairs.Where(pair => !pair.IsExplored).Select(Name).ToList();
        if (unexplored.Count > 0)
            yield return ("note", $"no cause was looked for in {NameList.Short(unexplored)}: they are large or many; leave the others out with --ignore, or give the search longer with --why-seconds.");
        foreach (var note in SameFindings.Cut(report.Pairs.Where(pair => pair.Note is not null), pair => pair.Verdict.Word(), Name, pair => pair.Note!))
            yield return ("note", note);
        foreach (var suggestion in report.Suggestions) yield return ("try", Sentence(suggestion));
        if (!report.SuggestedNames.IsEmpty)
        {
            yield return ("try", report.SuggestedOptions.Length == 0
                ? "These names hold tensors of the same sizes: save the lines that are right as names.txt, and add --names names.txt."
                : $"These names hold tensors of the same sizes, some in another layout: save the lines that are right as names.txt, and add --names names.txt {report.SuggestedOptions}.");
        }
    }

    private static IEnumerable<(string Label, string Text)> Explained(IReadOnlyList<PairReport> same)
    {
        var others = same.Count == 1 ? "" : $" T{SameFindings.TheSameOf([.. same.Select(Name)])[1..]}.";
        foreach (var explanation in Explanations(same[0]))
        {
            yield return ("why", $"{Sentence(explanation.Text)} {Sentence(explanation.Evidence)}{others}");
            yield return ("fix", Sentence(explanation.Fix));
        }
    }

    private static IEnumerable<Explanation> Explanations(PairReport pair) => pair.Explanations.Take(MostExplanations);

    private static string Name(PairReport pair) => FileFault.Shown(pair.Name);

    private static IEnumerable<TextLine> Names(DiffReport report)
        => report.SuggestedNames.Take(MostNames).Select(names => new TextLine($"          {FileFault.Shown(names.A)}{Separator(names)}{FileFault.Shown(names.B)}"))
            .Concat(report.SuggestedNames.Length <= MostNames ? [] : [new TextLine(FormattableString.Invariant($"          and {report.SuggestedNames.Length - MostNames:N0} more, which are in the report that --json writes"))]);

    private static char Separator((string A, string B) names)
        => names.A.Contains(' ', StringComparison.Ordinal) || names.B.Contains(' ', StringComparison.Ordinal) ? '\t' : ' ';

    // A tensor's name keeps its first letter.
    private static string Sentence(string text) => $"{text.TrimEnd('.')}.";
}
