using ScratchVsAutograd.Harness.Diffing;
using ScratchVsAutograd.Harness.Formats;

namespace ScratchVsAutograd.Harness.Output.Diffs;

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
        var explained = report.Pairs.Where(pair => !pair.Explanations.IsEmpty).ToList();
        foreach (var pair in explained.Take(MostExplained))
        {
            foreach (var explanation in pair.Explanations.Take(MostExplanations))
            {
                yield return ("why", $"{Sentence(explanation.Text)} {Sentence(explanation.Evidence)}");
                yield return ("fix", Sentence(explanation.Fix));
            }
        }

        if (explained.Count > MostExplained)
            yield return ("note", FormattableString.Invariant($"{explained.Count - MostExplained} more are explained in the report that --json writes."));
        var unexplored = report.Pairs.Where(pair => !pair.IsExplored).Select(pair => FileFault.Shown(pair.Name)).ToList();
        if (unexplored.Count > 0)
            yield return ("note", FormattableString.Invariant(
                $"no cause was looked for in {unexplored.Count} {(unexplored.Count == 1 ? "tensor" : "tensors")}, {unexplored[0]} first: they are large or many; leave the others out with --ignore."));
        foreach (var pair in report.Pairs.Where(pair => pair.Note is not null))
            yield return ("note", $"{FileFault.Shown(pair.Name)}: {pair.Note}");
        foreach (var suggestion in report.Suggestions) yield return ("try", Sentence(suggestion));
        if (!report.SuggestedNames.IsEmpty)
            yield return ("try", "These names hold tensors of the same sizes: save the lines that are right as names.txt, and add --names names.txt.");
    }

    private static IEnumerable<TextLine> Names(DiffReport report)
        => report.SuggestedNames.Take(MostNames).Select(names => new TextLine($"          {names.A}{Separator(names)}{names.B}"));

    private static char Separator((string A, string B) names)
        => names.A.Contains(' ', StringComparison.Ordinal) || names.B.Contains(' ', StringComparison.Ordinal) ? '\t' : ' ';

    // A tensor's name keeps its first letter.
    private static string Sentence(string text) => $"{text.TrimEnd('.')}.";
}
