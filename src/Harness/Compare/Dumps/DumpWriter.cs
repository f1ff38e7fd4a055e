using System.Collections.Immutable;
using ScratchVsAutograd.Files;
using ScratchVsAutograd.Files.Dumps;
using ScratchVsAutograd.Files.Npz;
using ScratchVsAutograd.Files.Writing;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Compare.Dumps;

/// <summary>
/// Writes a report's tensors into a folder: a text with both gradients side by side for each, all of them for NumPy, and a manifest.
/// </summary>
internal static class DumpWriter
{
    /// <summary>What the texts' names end in.</summary>
    public const string TextExtension = ".txt";

    /// <summary>
    /// Writes the folder whole or not at all. Files of an earlier dump are replaced, those that this one does not write are removed, and
    /// others stay; one that is in the way is refused.
    /// </summary>
    /// <param name="directory">Created where it does not exist.</param>
    /// <param name="report">Has its values (<see cref="ComparisonOptions.KeepValues"/>).</param>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static void Write(string directory, ComparisonReport report)
    {
        var entries = Entries(report);
        var written = new List<(string Name, string Fingerprint)>();
        AtomicFolder.Write(
            directory,
            [
                .. entries.Select(entry => Fingerprinted(entry.TextFile, output => DumpText.Write(output, report, entry))),
                Fingerprinted(DumpLayout.ArraysFile, output => NpzWriter.Write(output, Arrays(report))),
                (DumpLayout.ManifestFile, output => DumpManifest.Write(output, report, entries, written)),
            ],
            EarlierDump.FilesIn(directory));

        (string Name, Action<Stream> Write) Fingerprinted(string name, Action<Stream> write)
        {
            return (name, output =>
            {
                write(output);
                written.Add((name, EarlierDump.Fingerprint(output)));
            }
            );
        }
    }

    /// <summary>
    /// Finds out before long work whether <see cref="Write"/> will be able to, as far as that is known without the tensors' names.
    /// </summary>
    /// <exception cref="InputException">It will not; nothing has been changed.</exception>
    public static void RequireWritable(string directory)
    {
        AtomicFolder.RequireWritable(directory);
        AtomicFolder.RequireOwn(directory, [DumpLayout.ArraysFile, DumpLayout.ManifestFile], EarlierDump.FilesIn(directory));
    }

    /// <summary>Every array of a report, each with the name it has in any file.</summary>
    public static IReadOnlyCollection<(string Name, ITensorData Array)> Arrays(ComparisonReport report)
        => [.. Entries(report).SelectMany(entry => entry.Arrays).Select(array => (array.Name, (ITensorData)new SnapshotData(array.Array)))];

    private static ImmutableArray<DumpEntry> Entries(ComparisonReport report)
    {
        var texts = SafeFileNames.For(report.Tensors.Select(tensor => tensor.Name), TextExtension);
        return [.. report.Tensors.Zip(texts, (tensor, text) => new DumpEntry(tensor, text))];
    }
}
