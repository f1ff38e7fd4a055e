using ScratchVsAutograd.Harness.Checking;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>What <c>check</c> found, for people: a line each, the reports of those that disagree, one closing sentence.</summary>
internal static class CheckText
{
    /// <summary>The text line by line.</summary>
    /// <param name="outcomes">One or more.</param>
    /// <param name="withoutSample">Custom functions that nobody offers a sample of.</param>
    /// <param name="rows">Which of them get a line.</param>
    /// <param name="width">How long sentences may run.</param>
    public static IEnumerable<TextLine> Lines(IReadOnlyList<CheckOutcome> outcomes, IReadOnlyList<string> withoutSample, TableRows rows, int width)
    {
        var agreeing = outcomes.Count(outcome => outcome.Agrees);
        var showsAgreeing = rows == TableRows.All || (rows == TableRows.Folded && agreeing <= FoldedTable.MostPassing);
        var shown = outcomes.Where(outcome => showsAgreeing || !outcome.Agrees).ToList();
        var longest = shown.Select(outcome => outcome.Key.Length).DefaultIfEmpty().Max();
        foreach (var outcome in shown)
            yield return new TextLine($"{outcome.Key.PadRight(longest)}  {outcome.Sentence}", outcome.Agrees ? Tone.Good : Tone.Bad);
        if (shown.Count < outcomes.Count)
            yield return new TextLine(FormattableString.Invariant($"{agreeing:N0} {(agreeing == 1 ? "agrees" : "agree")}"), Tone.Good);
        foreach (var line in outcomes.Where(outcome => !outcome.Agrees).SelectMany(outcome => Details(outcome, width))) yield return line;
        if (withoutSample.Count > 0)
        {
            yield return new TextLine("");
            foreach (var line in WrappedText.Lines("note      ", WithoutSample(withoutSample), width)) yield return line;
        }

        yield return new TextLine("");
        foreach (var line in WrappedText.Lines("", Closing(outcomes), width, outcomes.All(outcome => outcome.Agrees) ? Tone.Good : Tone.Bad)) yield return line;
    }

    private static IEnumerable<TextLine> Details(CheckOutcome outcome, int width)
    {
        if (outcome.Lines.Count == 0 && outcome.Printed.Count == 0) yield break;
        yield return new TextLine("");
        yield return new TextLine($"--- {outcome.Key} ".PadRight(width, '-'), Tone.Heading);
        foreach (var line in outcome.Printed) yield return new TextLine($"printed   {line}");
        foreach (var line in outcome.Lines) yield return line;
    }

    private static string WithoutSample(IReadOnlyList<string> names) => names.Count == 1
        ? $"{names[0]} is a custom autograd function and was not checked; mark a sample of it with [GradCheck]."
        : $"{NameList.Short(names)} are custom autograd functions and were not checked; mark a sample of each with [GradCheck].";

    private static string Closing(IReadOnlyList<CheckOutcome> outcomes)
    {
        var wrong = outcomes.Where(outcome => !outcome.Agrees).Select(outcome => outcome.Key).ToList();
        if (wrong.Count == 0) return outcomes.Count == 1 ? "CHECKED: it agrees." : $"CHECKED: all {outcomes.Count} agree.";
        return outcomes.Count == 1 ? "CHECKED: it does not agree." : $"CHECKED: {wrong.Count} of {outcomes.Count} {(wrong.Count == 1 ? "does" : "do")} not agree: {NameList.Short(wrong)}.";
    }
}
