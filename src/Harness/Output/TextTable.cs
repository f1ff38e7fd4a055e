using Spectre.Console;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>Columns as wide as their content and never cut: a line too long for a terminal is still whole in a pipe.</summary>
internal sealed class TextTable(params TextTable.Column[] columns)
{
    private readonly List<Row> rows = [new Row([.. columns.Select(column => column.Title)], "bold")];

    /// <summary>Adds a row.</summary>
    /// <param name="style">A Spectre style for the whole row, or null.</param>
    /// <param name="cells">One a column.</param>
    public void Add(string? style, params string[] cells) => rows.Add(new Row(cells, style));

    public void WriteTo(IAnsiConsole console)
    {
        var widths = columns.Select((_, index) => rows.Max(row => row.Cells[index].Length)).ToArray();
        foreach (var row in rows)
        {
            var line = string.Join(' ', row.Cells.Select((cell, index) => Pad(cell, index, widths[index]))).TrimEnd();
            console.WriteLine(line, row.Style is null ? Style.Plain : Style.Parse(row.Style));
        }
    }

    private string Pad(string cell, int index, int width) => columns[index].Right ? cell.PadLeft(width) : cell.PadRight(width);

    /// <param name="Title">The heading.</param>
    /// <param name="Right">Whether cells are aligned to the right, as numbers are.</param>
    internal sealed record Column(string Title, bool Right = false);

    private sealed record Row(string[] Cells, string? Style);
}
