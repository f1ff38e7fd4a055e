using ScratchVsAutograd.Comparison.Printing;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>What <c>check</c> found, for people: a line each, the reports of those that disagree, one closing sentence.</summary>
/// <param name="notes">What was not checked, a sentence each.</param>
/// <param name="isOneFile">Whether all are from the one file that was typed; otherwise each line begins with its file.</param>
/// <param name="rows">Which of them get a line.</param>
/// <param name="legend">Whether to say below the reports what the words of their tables mean.</param>
internal sealed class CheckText(IReadOnlyList<string> notes, bool isOneFile, TableRows rows, bool legend)
{
    /// <summary>The text line by line.</summary>
    /// <param name="outcomes">One or more.</param>
    /// <param name="width">How long sentences may run.</param>
    public IEnumerable<TextLine> Lines(IReadOnlyList<CheckOutcome> outcomes, int width)
    {
        var wrong = outcomes.Where(outcome => !outcome.Agrees).ToList();
        return
        [
            .. Table(outcomes),
            .. wrong.SelectMany(outcome => Details(outcome, width)),
            .. Below(legend ? Legend.Lines(wrong.SelectMany(outcome => outcome.Words)) : []),
            .. Below(notes.SelectMany(note => WrappedText.Lines("note      ", note, width))),
            .. Below(WrappedText.Lines("", Closing(outcomes), width, wrong.Count == 0 ? Tone.Good : Tone.Bad)),
        ];
    }

    private IEnumerable<TextLine> Table(IReadOnlyList<CheckOutcome> outcomes)
    {
        var agreeing = outcomes.Count(outcome => outcome.Agrees);
        var showsAgreeing = rows == TableRows.All || (rows == TableRows.Folded && agreeing <= FoldedTable.MostPassing);
        var shown = outcomes.Where(outcome => showsAgreeing || !outcome.Agrees).ToList();
        var longestFile = shown.Select(outcome => outcome.File.Length).DefaultIfEmpty().Max();
        var longestKey = shown.Select(outcome => Key(outcome).Length).DefaultIfEmpty().Max();
        foreach (var outcome in shown)
        {
            var file = isOneFile ? "" : $"{outcome.File.PadRight(longestFile)}  ";
            yield return new TextLine($"{file}{Key(outcome).PadRight(longestKey)}  {outcome.Sentence}", outcome.Agrees ? Tone.Good : Tone.Bad);
        }

        if (shown.Count < outcomes.Count)
            yield return new TextLine(FormattableString.Invariant($"{agreeing:N0} {(agreeing == 1 ? "agrees" : "agree")}"), Tone.Good);
    }

    private IEnumerable<TextLine> Details(CheckOutcome outcome, int width)
    {
        if (outcome.Lines.Count == 0 && outcome.Printed.Count == 0) yield break;
        yield return new TextLine("");
        yield return new TextLine($"--- {(isOneFile || outcome.IsUnusable ? "" : $"{outcome.File}: ")}{outcome.Key} ".PadRight(width, '-'), Tone.Heading);
        foreach (var line in outcome.Printed) yield return new TextLine($"printed   {line}");
        foreach (var line in outcome.Lines) yield return line;
    }

    private static IEnumerable<TextLine> Below(IEnumerable<TextLine> lines)
    {
        var block = lines.ToList();
        return block.Count == 0 ? block : block.Prepend(new TextLine(""));
    }

    private static string Key(CheckOutcome outcome) => outcome.IsUnusable ? "" : outcome.Key;

    private string Closing(IReadOnlyList<CheckOutcome> outcomes)
    {
        var ran = outcomes.Where(outcome => !outcome.IsUnusable).ToList();
        var unusable = outcomes.Where(outcome => outcome.IsUnusable).Select(outcome => outcome.File).ToList();
        var files = ran.Select(outcome => outcome.File).Distinct().Count();
        var inFiles = isOneFile || files < 2 ? "" : FormattableString.Invariant($" in {files} files");
        if (unusable.Count == 0) return $"CHECKED: {Agreement(ran, inFiles)}.";
        var cannot = $"{NameList.Short(unusable)} cannot be checked";
        return ran.Count == 0 ? $"NOT CHECKED: {cannot}." : $"CHECKED: {Agreement(ran, inFiles)}; {cannot}.";
    }

    private static string Agreement(List<CheckOutcome> ran, string inFiles)
    {
        var wrong = ran.Where(outcome => !outcome.Agrees).Select(outcome => outcome.Key).ToList();
        if (wrong.Count == 0) return ran.Count == 1 ? "it agrees" : $"all {ran.Count}{inFiles} agree";
        return ran.Count == 1 ? "it does not agree" : $"{wrong.Count} of {ran.Count}{inFiles} {(wrong.Count == 1 ? "does" : "do")} not agree: {NameList.Short(wrong)}";
    }
}
