using System.Globalization;
using System.IO.Compression;

namespace ScratchVsAutograd.Harness.Data;

/// <summary>
/// 1797 handwritten digits of 8 × 8 pixels, 0 to 16, in the order of digits-split-42.txt: 1437 training rows, then
/// 360 validation rows.
/// </summary>
/// <remarks>Source: E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI, CC BY 4.0, doi:10.24432/C50P49.</remarks>
internal static class Digits
{
    /// <summary>Height and width of an image.</summary>
    public const int Side = 8;

    private const int Classes = 10;
    private const int TrainingRows = 1437;

    /// <summary>Reads the digits from the program's own resources.</summary>
    public static DataSet Load()
    {
        var rows = ReadRows();
        var order = ReadOrder();
        return new DataSet("digits", Classes, rows.Select(order.AsSpan(..TrainingRows)), rows.Select(order.AsSpan(TrainingRows..)));
    }

    private static LabelledRows ReadRows()
    {
        using var text = new StreamReader(new GZipStream(OpenResource("digits.csv.gz"), CompressionMode.Decompress));
        return CsvRows.Read(text, "digits");
    }

    private static int[] ReadOrder()
    {
        using var text = new StreamReader(OpenResource("digits-split-42.txt"));
        var lines = text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Array.ConvertAll(lines, line => int.Parse(line, CultureInfo.InvariantCulture));
    }

    private static Stream OpenResource(string name)
        => typeof(Digits).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program was built without its resource {name}.");
}
