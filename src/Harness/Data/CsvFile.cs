using ScratchVsAutograd.Harness.Options;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Data;

/// <summary>
/// Somebody's own data: a CSV file, split 80 : 20 into training and validation rows after a shuffle that depends on the number
/// of rows alone: PyTorch's <c>randperm(rows, generator=Generator().manual_seed(42))</c>, the last fifth held out.
/// </summary>
internal static class CsvFile
{
    private const ulong SplitSeed = 42;

    /// <summary>Reads and splits a file of the form that <see cref="CsvRows"/> describes.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The file is missing, cannot be read, or holds something else.</exception>
    public static DataSet Load(string path)
    {
        var rows = ReadRows(path);
        if (rows.Count < 2)
            throw new InputException($"{path} has only one row of data; give at least two, one to train on and one to validate with.");
        var classes = 1 + rows.Labels.ToArray().Max();
        DataLimits.Check(path, rows.Count, rows.Features, classes);

        var order = Shuffled(rows.Count);
        var training = rows.Count - Math.Max(1, rows.Count / 5);
        return new DataSet(path, (int)classes, rows.Select(order.AsSpan(..training)), rows.Select(order.AsSpan(training..)));
    }

    private static LabelledRows ReadRows(string path)
    {
        if (Directory.Exists(path)) throw new InputException($"{path} is a folder; give --data the CSV file in it.");
        if (!File.Exists(path))
            throw new InputException(
                $"There is no file {path}; give --data a CSV file or {RandomData.Form}, or leave it out for the digits.");
        try
        {
            using var text = new StreamReader(path);
            return CsvRows.Read(text, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The data file {path} cannot be read: {error.Message}", error);
        }
    }

    private static int[] Shuffled(int rows)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(SplitSeed);
        return [.. randperm(rows, ScalarType.Int32, generator: generator).data<int>()];
    }
}
