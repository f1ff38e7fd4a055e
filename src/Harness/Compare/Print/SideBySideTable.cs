using System.Collections.Immutable;
using System.Globalization;

namespace ScratchVsAutograd.Harness.Compare.Print;

/// <summary>The layout of one page: blocks side by side, a row index before each line and a column index above each column.</summary>
internal sealed class SideBySideTable
{
    private const string BlockSeparator = " | ";

    private readonly TensorPage page;
    private readonly ImmutableArray<SideBySideBlock> blocks;
    private readonly ImmutableArray<int> cellWidths;
    private readonly int rowLabelWidth;

    /// <summary>A table.</summary>
    /// <param name="page">What it shows; it has elements.</param>
    /// <param name="blocks">What stands side by side.</param>
    public SideBySideTable(TensorPage page, ImmutableArray<SideBySideBlock> blocks)
    {
        this.page = page;
        this.blocks = blocks;
        rowLabelWidth = page.HasRowIndexes ? Label(page.Rows.Stop - 1).Length : 0;
        var columnLabelWidth = page.HasColumnIndexes ? Label(page.Columns.Stop - 1).Length : 0;
        cellWidths = [.. blocks.Select(block => Math.Max(columnLabelWidth, page.Elements.Max(element => block.Text(element).Length)))];
    }

    /// <summary>Whether every column fits into lines of that many characters.</summary>
    public bool FitsIn(int width) => LineWidth(page.Columns.Count) <= width;

    /// <summary>Writes the table, in bands of as many columns as fit, and of one where not even that fits.</summary>
    public void Write(TextWriter output, int width)
    {
        var columns = 1L;
        while (columns < page.Columns.Count && LineWidth(columns + 1) <= width)
            columns++;
        for (var start = page.Columns.Start; start < page.Columns.Stop; start += columns)
        {
            WriteBand(output, new AxisRange(start, Math.Min(start + columns, page.Columns.Stop)));
            output.WriteLine();
        }
    }

    private void WriteBand(TextWriter output, AxisRange columns)
    {
        WriteLine(output, "", columns, (block, width) => blocks[block].Title.PadRight(width));
        if (page.HasColumnIndexes)
            WriteLine(output, "", columns, (block, _) => Cells(block, columns, Label));
        foreach (var row in page.Rows.Indexes)
            WriteLine(output, page.HasRowIndexes ? Label(row) : "", columns,
                (block, _) => Cells(block, columns, column => blocks[block].Text(page.Flat(row, column))));
    }

    private void WriteLine(TextWriter output, string label, AxisRange columns, Func<int, int, string> text)
    {
        var parts = Enumerable.Range(0, blocks.Length).Select(block =>
        {
            var width = BlockWidth(block, columns.Count);
            return text(block, width).PadRight(width);
        });
        output.WriteLine($"{label.PadLeft(rowLabelWidth)}  {string.Join(BlockSeparator, parts)}".TrimEnd());
    }

    private string Cells(int block, AxisRange columns, Func<long, string> text) =>
        string.Join(' ', columns.Indexes.Select(column => text(column).PadLeft(cellWidths[block])));

    private int LineWidth(long columns) => rowLabelWidth + 2 + BlockSeparator.Length * (blocks.Length - 1)
        + Enumerable.Range(0, blocks.Length).Sum(block => BlockWidth(block, columns));

    private int BlockWidth(int block, long columns)
        => Math.Max(blocks[block].Title.Length, checked((int)(columns * (cellWidths[block] + 1) - 1)));

    private static string Label(long index) => index.ToString(CultureInfo.InvariantCulture);
}
