namespace ScratchVsAutograd.Comparison.Text;

/// <summary>Columns as wide as their content and never cut: a line too long for a terminal is still whole in a pipe.</summary>
internal sealed class TextTable(params TextTable.Column[] columns)
{
    private readonly List<Row> rows = [new Row([.. columns.Select(column => column.Title)], Tone.Heading)];

    /// <summary>The heading and the rows.</summary>
    public IEnumerable<TextLine> Lines
    {
        get
        {
            var widths = columns.Select((_, index) => rows.Max(row => row.Cells[index].Length)).ToArray();
            return rows.Select(row => new TextLine(
                string.Join(' ', row.Cells.Select((cell, index) => Pad(cell, index, widths[index]))).TrimEnd(), row.Tone));
        }
    }

    /// <summary>Whether there are no rows.</summary>
    public bool IsEmpty => rows.Count == 1;

    /// <summary>Adds a row.</summary>
    /// <param name="tone">What the row says about the outcome.</param>
    /// <param name="cells">One a column.</param>
    public void Add(Tone tone, params string[] cells) => rows.Add(new Row(cells, tone));

    private string Pad(string cell, int index, int width) => columns[index].Right ? cell.PadLeft(width) : cell.PadRight(width);

    /// <param name="Title">The heading.</param>
    /// <param name="Right">Whether cells are aligned to the right, as numbers are.</param>
    internal sealed record Column(string Title, bool Right = false);

    private sealed record Row(string[] Cells, Tone Tone);
}
