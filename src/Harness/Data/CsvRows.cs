using nietras.SeparatedValues;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Data;

/// <summary>
/// Reads rows of numbers separated by commas; the last column is the label, a whole number from 0. Numbers may be quoted and
/// surrounded by spaces. A first line whose label is not a number is a header and is skipped, as are blank lines.
/// </summary>
internal static class CsvRows
{
    /// <summary>Reads all rows.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="source">How messages call it.</param>
    /// <exception cref="InputException">The first row that cannot be used, with its line; or there is none that can.</exception>
    public static LabelledRows Read(TextReader text, string source)
    {
        try
        {
            var format = Sep.New(',').Reader(options => options with { HasHeader = false, DisableColCountCheck = true });
            using var reader = format.From(text);
            return Read(reader, source);
        }
        catch (NotSupportedException error)
        {
            // How Sep says that a row is longer than it can hold.
            throw new InputException(
                $"{source} has a line of more than 16 million characters, or a quote that is never closed; is it a CSV file?", error);
        }
    }

    private static LabelledRows Read(SepReader reader, string source)
    {
        List<float> values = [];
        List<long> labels = [];
        var columns = 0;
        foreach (var row in reader)
        {
            if (IsBlank(row)) continue;
            var isFirst = columns == 0;
            // Without a header Sep gives the first row the line after its own.
            var line = new CsvLine(source, row.RowIndex == 0 ? 1 : row.LineNumberFrom);
            columns = isFirst ? row.ColCount : columns;
            line.CheckColumns(row.ColCount, columns);
            if (isFirst && CsvLine.IsHeading(row[columns - 1].Span)) continue;

            for (var column = 0; column < columns - 1; column++)
                values.Add(line.Feature(row[column].Span, column + 1));
            labels.Add(line.Label(row[columns - 1].Span));
            if (values.Count > DataLimits.MaxElements)
                throw line.Error($"there are more than {DataLimits.MaxElements} numbers up to here; use fewer rows.");
        }

        return labels.Count > 0
            ? new LabelledRows(columns - 1, values.ToArray(), labels.ToArray())
            : throw new InputException(
                $"{source} {(columns == 0 ? "is empty" : "holds a header and nothing else")}; "
                + "expected rows of comma-separated numbers, the last one the label.");
    }

    private static bool IsBlank(SepReader.Row row) => row.ColCount == 1 && row[0].Span.IsWhiteSpace();
}
