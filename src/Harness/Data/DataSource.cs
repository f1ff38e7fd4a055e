using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Data;

// This folder: what is trained and compared on. DataSource chooses between the Digits, a CsvFile (CsvRows, CsvLine) and RandomData; a
// DataSet comes out, in which Batch and LabelledRows hold the numbers.

/// <summary>Where <c>--data</c> leads: the digits by default, a CSV file, or random numbers.</summary>
internal static class DataSource
{
    /// <summary>Loads what <c>--data</c> names.</summary>
    /// <param name="specification">Null for the digits, <c>random:NxFxC</c>, or the path of a CSV file.</param>
    /// <param name="seed">Seeds random data; the other kinds do not depend on it.</param>
    /// <exception cref="InputException">The specification or the file cannot be used.</exception>
    public static DataSet Load(string? specification, long seed) => specification switch
    {
        null => Digits.Load(),
        _ when string.IsNullOrWhiteSpace(specification)
            => throw new InputException($"--data is empty; give it a CSV file or {RandomData.Form}, or leave it out for the digits."),
        _ when specification.StartsWith(RandomData.Prefix, StringComparison.Ordinal) => RandomData.Load(specification, seed),
        _ => CsvFile.Load(specification),
    };
}
