using ScratchVsAutograd.Comparison.Printing;

namespace ScratchVsAutograd.Harness.Check;

/// <summary>What <c>check</c> found, for people: a line each, the reports of those that disagree, one closing sentence.</summary>
/// <param name="notes">What was not checked, a sentence each.</param>
/// <param name="isOneFile">Whether all are from the one file that was typed; otherwise each line begins with its file.</param>
/// <param name="rows">Which of them get a line.</param>
/// <param name="legend">Whether to say below the reports what the words of their tables mean.</param>
internal sealed class CheckText(IReadOnlyList<string> notes, bool isOneFile, TableRows rows, bool legend)
{
    /// <summary>The reports, one below the other.</summary>
    /// <param name="outcomes">One or more.</param>
    public IEnumerable<PrintedReport> Of(IReadOnlyList<CheckOutcome> outcomes)
    {
        // The marking of an exercise says all that there is to say.
        if (isOneFile && outcomes is [{ IsExercise: true } exercise]) return [Details(exercise) with { Section = "" }];
        var wrong = outcomes.Where(outcome => !outcome.Agrees).ToList();
        return
        [
            new() { Table = Overview(outcomes) },
            .. wrong.Where(outcome => outcome.Report is not null || outcome.Printed.Count > 0).Select(Details),
            new()
            {
                Legend = legend ? Legend.Of(wrong.SelectMany(outcome => outcome.Words)) : [],
                Findings = [.. notes.Select(note => new Entry("note", note))],
                Closing = Closing(outcomes),
                Outcome = wrong.Count == 0 ? Tone.Good : Tone.Bad,
            },
        ];
    }

    private Table Overview(IReadOnlyList<CheckOutcome> outcomes)
    {
        var agreeing = outcomes.Count(outcome => outcome.Agrees);
        var showsAgreeing = rows == TableRows.All || (rows == TableRows.Folded && agreeing <= FoldedTable.MostPassing);
        return new(
            [.. Enumerable.Repeat(new Table.Column(""), isOneFile ? 2 : 3)],
            [
                .. from outcome in outcomes
                   where showsAgreeing || !outcome.Agrees
                   let file = isOneFile ? Array.Empty<string>() : [outcome.File]
                   select Table.Line(outcome.Agrees ? Tone.Good : Tone.Bad, [.. file, Key(outcome), outcome.Sentence]),
            ])
        {
            Notes = showsAgreeing || agreeing == 0
                ? []
                : [new TextLine(FormattableString.Invariant($"{agreeing:N0} {(agreeing == 1 ? "agrees" : "agree")}"), Tone.Good)],
        };
    }

    private PrintedReport Details(CheckOutcome outcome)
    {
        var report = outcome.Report ?? new PrintedReport();
        return report with
        {
            Section = $"{(isOneFile || outcome.IsUnusable ? "" : $"{outcome.File}: ")}{outcome.Key}",
            Facts = [.. outcome.Printed.Select(line => new Entry("printed", line) { IsVerbatim = true }), .. report.Facts],
        };
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
        return ran.Count == 1
            ? "it does not agree"
            : $"{wrong.Count} of {ran.Count}{inFiles} {(wrong.Count == 1 ? "does" : "do")} not agree: {NameList.Short(wrong)}";
    }
}
