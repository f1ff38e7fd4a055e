using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Text;

namespace ScratchVsAutograd.Comparison.Printing;

/// <summary>
/// A table of tensors in which those that nobody has to look at are few lines: where many pass, those of one part of a network
/// (<c>h.0.attn</c>) are one line, and where their names tell no parts, all are one with their number.
/// </summary>
/// <param name="Rows">Which tensors get a row.</param>
internal sealed record FoldedTable(TableRows Rows)
{
    /// <summary>More lines than this that say "agree" are read by nobody.</summary>
    public const int MostPassing = 40;

    private const int MostParts = 20;

    private const int MostFailing = 200;

    private static readonly string Inherited = Verdict.Inherited.Word();

    /// <summary>The table; null where there is to be none.</summary>
    /// <param name="tensors">All tensors.</param>
    /// <param name="columns">The table's.</param>
    /// <param name="about">What a row says of a tensor.</param>
    public Table? Of<T>(IReadOnlyCollection<T> tensors, ImmutableArray<Table.Column> columns, TensorRow<T> about)
    {
        if (Rows == TableRows.None || tensors.Count == 0) return null;
        var passing = tensors.Where(about.Passes).ToList();
        var parts = Rows == TableRows.Folded && passing.Count > MostPassing
            ? NameParts.Of([.. tensors.Select(about.Name)], MostParts)
            : null;
        var showsPassing = Rows == TableRows.All || (Rows == TableRows.Folded && (passing.Count <= MostPassing || parts is not null));
        var failing = tensors.Count - passing.Count;
        var mostFailing = Rows == TableRows.Folded ? MostFailing : int.MaxValue;
        var rows = tensors.Where(tensor => !about.Passes(tensor)).Take(mostFailing).Select(tensor => (Of: tensor, Row: Row(tensor, about)));
        if (showsPassing)
        {
            rows = rows.Concat(passing.GroupBy(tensor => parts?.PartOf(about.Name(tensor)) ?? about.Name(tensor), StringComparer.Ordinal)
                .Select(part => (Of: part.First(), Row: part.Count() == 1 ? Row(part.First(), about) : Part(part.Key, [.. part], about))));
        }

        var order = tensors.Index().ToLookup(tensor => tensor.Item, tensor => tensor.Index);
        return new Table(columns, [.. rows.OrderBy(row => order[row.Of].First()).Select(row => row.Row)])
        {
            Notes =
            [
                .. failing > mostFailing
                    ? [new TextLine(FormattableString.Invariant($"and {failing - mostFailing:N0} more that fail"), Tone.Bad)]
                    : Array.Empty<TextLine>(),
                .. showsPassing || passing.Count == 0
                    ? []
                    : new[] { new TextLine(Folded(passing.ConvertAll(about.Verdict.Invoke), failing == 0), Tone.Good) },
            ],
        };
    }

    private static Table.Row Row<T>(T tensor, TensorRow<T> about) => new(
        [.. about.Cells(tensor)], about.Passes(tensor) ? Tone.Good : about.Verdict(tensor) == Inherited ? Tone.Inherited : Tone.Bad);

    private static Table.Row Part<T>(string part, IReadOnlyList<T> tensors, TensorRow<T> about) => new(
        [
            .. about.Together(
                $"{part}*", FormattableString.Invariant($"{tensors.Count:N0} tensors"), Kinds(tensors.Select(about.Verdict)), tensors)],
                Tone.Good);

    // "and 1,200 more that pass: 1,100 agree, 100 zero"
    private static string Folded(List<string> verdicts, bool isAll) => verdicts.Count == 1
        ? $"{(isAll ? "the one tensor" : "and one more that")} passes: {Kinds(verdicts)}"
        : FormattableString.Invariant(
            $"{(isAll ? $"all {verdicts.Count:N0} tensors" : $"and {verdicts.Count:N0} more that")} pass: {Kinds(verdicts)}");

    private static string Kinds(IEnumerable<string> verdicts)
        => string.Join(", ", verdicts.CountBy(word => word).Select(kind => FormattableString.Invariant($"{kind.Value:N0} {kind.Key}")));
}
