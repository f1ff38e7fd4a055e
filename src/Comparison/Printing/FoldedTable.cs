using ScratchVsAutograd.Comparison.Text;

namespace ScratchVsAutograd.Comparison.Printing;

/// <summary>A table of tensors in which those that nobody has to look at are one line with their number.</summary>
/// <param name="Rows">Which tensors get a row.</param>
internal sealed record FoldedTable(TableRows Rows)
{
    /// <summary>More lines than this that say "agree" are read by nobody.</summary>
    public const int MostPassing = 50;

    private const int MostFailing = 200;

    private static readonly string Inherited = Verdict.Inherited.Word();

    /// <summary>The table line by line; nothing where there is to be none.</summary>
    /// <param name="tensors">All tensors.</param>
    /// <param name="table">An empty table.</param>
    /// <param name="passes">Whether a tensor passes.</param>
    /// <param name="verdict">A tensor's verdict in a word.</param>
    /// <param name="cells">A tensor's row; asked only where it is shown.</param>
    public IEnumerable<TextLine> Lines<T>(IReadOnlyCollection<T> tensors, TextTable table, Func<T, bool> passes, Func<T, string> verdict, Func<T, string[]> cells)
    {
        if (Rows == TableRows.None || tensors.Count == 0) return [];
        var passing = tensors.Where(passes).ToList();
        var showsPassing = Rows == TableRows.All || (Rows == TableRows.Folded && passing.Count <= MostPassing);
        var mostFailing = Rows == TableRows.Folded ? MostFailing : int.MaxValue;
        var failing = 0;
        foreach (var tensor in tensors)
        {
            var isGood = passes(tensor);
            if (isGood ? showsPassing : ++failing <= mostFailing) table.Add(isGood ? Tone.Good : verdict(tensor) == Inherited ? Tone.Inherited : Tone.Bad, cells(tensor));
        }

        return
        [
            .. table.IsEmpty ? [] : table.Lines,
            .. failing > mostFailing ? [new TextLine(FormattableString.Invariant($"and {failing - mostFailing:N0} more that fail"), Tone.Bad)] : Array.Empty<TextLine>(),
            .. showsPassing || passing.Count == 0 ? [] : new[] { new TextLine(Folded(passing.ConvertAll(tensor => verdict(tensor)), failing == 0), Tone.Good) },
        ];
    }

    // "and 1,200 more that pass: 1,100 agree, 100 zero"
    private static string Folded(List<string> verdicts, bool isAll)
    {
        var kinds = string.Join(", ", verdicts.CountBy(word => word).Select(kind => FormattableString.Invariant($"{kind.Value:N0} {kind.Key}")));
        return verdicts.Count == 1
            ? $"{(isAll ? "the one tensor" : "and one more that")} passes: {kinds}"
            : $"{(isAll ? FormattableString.Invariant($"all {verdicts.Count:N0} tensors") : FormattableString.Invariant($"and {verdicts.Count:N0} more that"))} pass: {kinds}";
    }
}
