using System.Text;
using ScratchVsAutograd.Comparison.Text;

namespace ScratchVsAutograd.Comparison.Printing;

/// <summary>A report as lines of text: sentences broken into lines, tables as wide as they must be and never cut.</summary>
internal static class PlainText
{
    private const int LabelWidth = 9;

    private const int LegendWidth = 12;

    /// <summary>The whole report without colours.</summary>
    public static string Of(PrintedReport report, int width) => string.Concat(Lines(report, width).Select(line => $"{line.Text}\n"));

    /// <summary>Several reports, one below the other.</summary>
    public static IEnumerable<TextLine> Lines(IEnumerable<PrintedReport> reports, int width)
        => Apart(reports.Select(report => Lines(report, width)));

    /// <summary>The report line by line.</summary>
    /// <param name="report">What to write.</param>
    /// <param name="width">How long sentences may run, in characters.</param>
    public static IEnumerable<TextLine> Lines(PrintedReport report, int width) =>
    [
        .. report.Section.Length == 0 ? [] : new[] { new TextLine($"--- {report.Section} ".PadRight(width, '-'), Tone.Heading) },
        .. Apart(
        [
            [
                .. report.Title.Length == 0 ? [] : new[] { new TextLine(report.Title, Tone.Heading) },
                .. report.Facts.SelectMany(fact => Lines(fact, LabelWidth, width)),
            ],
            Lines(report.Table),
            report.Legend.SelectMany(entry => Lines(entry with { IsVerbatim = true }, LegendWidth, width)),
            report.Findings.SelectMany(finding => Lines(finding, LabelWidth, width)),
            Lines(report.Worst),
            report.Closing.Length == 0 ? [] : Wrapped("", report.Closing, width, report.Outcome),
        ]),
    ];

    /// <summary>Breaks a text at spaces; a word longer than a line stays whole.</summary>
    /// <param name="label">Stands before the first line; the other lines are indented as far.</param>
    /// <param name="text">The sentences.</param>
    /// <param name="width">How long a line may be.</param>
    /// <param name="tone">Of every line.</param>
    public static IEnumerable<TextLine> Wrapped(string label, string text, int width, Tone tone = Tone.Plain)
    {
        var line = new StringBuilder(label);
        var isEmpty = true;
        var highlighted = label.TrimEnd().Length;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width)
            {
                yield return new TextLine(line.ToString(), tone, highlighted);
                highlighted = 0;
                line.Clear().Append(' ', label.Length);
                isEmpty = true;
            }

            if (!isEmpty) line.Append(' ');
            line.Append(word);
            isEmpty = false;
        }

        yield return new TextLine(line.ToString(), tone, highlighted);
    }

    private static IEnumerable<TextLine> Lines(Entry entry, int labelWidth, int width)
    {
        var label = $"{entry.Label.PadRight(labelWidth)} ";
        return entry.IsVerbatim ? [new TextLine(label + entry.Text, Tone.Plain, entry.Label.Length)] : Wrapped(label, entry.Text, width);
    }

    private static IEnumerable<TextLine> Lines(Table? table)
    {
        if (table is null) return [];
        var titles = new Table.Row([.. table.Columns.Select(column => column.Title)], Tone.Heading);
        var isList = titles.Cells.All(title => title.Length == 0);
        var rows = isList || table.Rows.IsEmpty ? table.Rows : table.Rows.Insert(0, titles);
        var widths = table.Columns.Select((_, index) => rows.Select(row => row.Cells[index].Length).DefaultIfEmpty().Max()).ToArray();
        return rows.Select(row => new TextLine(
            string.Join(isList ? "  " : " ", row.Cells.Select((cell, index) => Padded(cell, table.Columns[index], widths[index])))
                .TrimEnd(), row.Tone))
            .Concat(table.Notes);
    }

    private static string Padded(string cell, Table.Column column, int width)
        => column.IsNumber ? cell.PadLeft(width) : cell.PadRight(width);

    // Blocks that have lines, with an empty one between them.
    private static IEnumerable<TextLine> Apart(IEnumerable<IEnumerable<TextLine>> blocks)
    {
        var isFirst = true;
        foreach (var block in blocks.Select(block => block.ToList()).Where(block => block.Count > 0))
        {
            if (!isFirst) yield return new TextLine("");
            isFirst = false;
            foreach (var line in block) yield return line;
        }
    }
}
