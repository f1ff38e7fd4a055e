using System.Collections.Immutable;
using ScratchVsAutograd.Comparison;
using ScratchVsAutograd.Harness.Formats;

namespace ScratchVsAutograd.Harness.Output.Dumps;

/// <summary>Writes a report's tensors into a folder: a text with both gradients side by side for each, all of them for NumPy, and a manifest.</summary>
internal static class DumpWriter
{
    /// <summary>The tensors and their gradients: <c>NAME/value</c>, <c>NAME/scratch</c>, <c>NAME/autograd</c>.</summary>
    public const string ArraysFile = "gradients.npz";

    /// <summary>What is in the folder.</summary>
    public const string ManifestFile = "manifest.json";

    /// <summary>Writes the folder whole or not at all; files of an earlier dump are replaced, others stay.</summary>
    /// <param name="directory">Created where it does not exist.</param>
    /// <param name="report">Has its values (<see cref="ComparisonOptions.KeepValues"/>).</param>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static void Write(string directory, ComparisonReport report)
    {
        var entries = Entries(report);
        AtomicFolder.Write(directory,
        [
            .. entries.Select(entry => (entry.TextFile, (Action<Stream>)(output => DumpText.Write(output, report, entry)))),
            (ArraysFile, output => NpzWriter.Write(output, Arrays(report))),
            (ManifestFile, output => DumpManifest.Write(output, report, entries)),
        ]);
    }

    /// <summary>Every array of a report, each with the name it has in any file.</summary>
    public static IEnumerable<(string Name, TensorSnapshot Array)> Arrays(ComparisonReport report) => Entries(report).SelectMany(entry => entry.Arrays);

    private static ImmutableArray<DumpEntry> Entries(ComparisonReport report)
    {
        var texts = SafeFileNames.For(report.Tensors.Select(tensor => tensor.Name), ".txt");
        return [.. report.Tensors.Zip(texts, (tensor, text) => new DumpEntry(tensor, text))];
    }
}
