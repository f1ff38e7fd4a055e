using ScratchVsAutograd.Harness.Checking;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>What <c>check</c> found, for people: a line each, the reports of those that disagree, one closing sentence.</summary>
internal static class CheckText
{
    /// <summary>The text line by line.</summary>
    /// <param name="outcomes">One or more.</param>
    /// <param name="legend">Whether to say below the tables what their words mean.</param>
    /// <param name="notes">What was not checked, a sentence each.</param>
    /// <param name="isOneFile">Whether all are from the one file that was typed; otherwise each line begins with its file.</param>
    /// <param name="width">How long sentences may run.</param>
    public static IEnumerable<TextLine> Lines(IReadOnlyList<CheckOutcome> outcomes, bool legend, IReadOnlyList<string> notes, bool isOneFile, int width)
    {
        var (longestFile, longestKey) = (outcomes.Max(outcome => outcome.File.Length), outcomes.Max(outcome => Key(outcome).Length));
        foreach (var outcome in outcomes)
        {
            var file = isOneFile ? "" : $"{outcome.File.PadRight(longestFile)}  ";
            yield return new TextLine($"{file}{Key(outcome).PadRight(longestKey)}  {outcome.Sentence}", outcome.Agrees ? Tone.Good : Tone.Bad);
        }

        foreach (var line in outcomes.Where(outcome => !outcome.Agrees).SelectMany(outcome => Details(outcome, isOneFile, width))) yield return line;
        if (legend)
        {
            yield return new TextLine("");
            foreach (var line in Legend.Lines(outcomes.Where(outcome => !outcome.Agrees).SelectMany(outcome => outcome.Words))) yield return line;
        }

        if (notes.Count > 0) yield return new TextLine("");
        foreach (var line in notes.SelectMany(note => WrappedText.Lines("note      ", note, width))) yield return line;
        yield return new TextLine("");
        foreach (var line in WrappedText.Lines("", Closing(outcomes, isOneFile), width, outcomes.All(outcome => outcome.Agrees) ? Tone.Good : Tone.Bad)) yield return line;
    }

    private static IEnumerable<TextLine> Details(CheckOutcome outcome, bool isOneFile, int width)
    {
        if (outcome.Lines.Count == 0 && outcome.Printed.Count == 0) yield break;
        yield return new TextLine("");
        yield return new TextLine($"--- {(isOneFile || outcome.IsUnusable ? "" : $"{outcome.File}: ")}{outcome.Key} ".PadRight(width, '-'), Tone.Heading);
        foreach (var line in outcome.Printed) yield return new TextLine($"printed   {line}");
        foreach (var line in outcome.Lines) yield return line;
    }

    private static string Key(CheckOutcome outcome) => outcome.IsUnusable ? "" : outcome.Key;

    private static string Closing(IReadOnlyList<CheckOutcome> outcomes, bool isOneFile)
    {
        var ran = outcomes.Where(outcome => !outcome.IsUnusable).ToList();
        var unusable = outcomes.Where(outcome => outcome.IsUnusable).Select(outcome => outcome.File).ToList();
        var files = ran.Select(outcome => outcome.File).Distinct().Count();
        var inFiles = isOneFile || files < 2 ? "" : FormattableString.Invariant($" in {files} files");
        if (unusable.Count == 0) return $"CHECKED: {Agreement(ran, inFiles)}.";
        var cannot = $"{CheckPlan.Cut(unusable)} cannot be checked";
        return ran.Count == 0 ? $"NOT CHECKED: {cannot}." : $"CHECKED: {Agreement(ran, inFiles)}; {cannot}.";
    }

    private static string Agreement(List<CheckOutcome> ran, string inFiles)
    {
        var wrong = ran.Where(outcome => !outcome.Agrees).Select(outcome => outcome.Key).ToList();
        if (wrong.Count == 0) return ran.Count == 1 ? "it agrees" : $"all {ran.Count}{inFiles} agree";
        return ran.Count == 1 ? "it does not agree" : $"{wrong.Count} of {ran.Count}{inFiles} {(wrong.Count == 1 ? "does" : "do")} not agree: {CheckPlan.Cut(wrong)}";
    }
}
