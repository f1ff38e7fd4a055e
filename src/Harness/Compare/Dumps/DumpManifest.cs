using System.Text.Json;
using ScratchVsAutograd.Files.Dumps;

namespace ScratchVsAutograd.Harness.Compare.Dumps;

/// <summary>What a dump consists of, as JSON.</summary>
internal static class DumpManifest
{
    /// <summary>Where the files' fingerprints are.</summary>
    public const string FilesName = "files";

    /// <summary>Writes the manifest in UTF-8.</summary>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="report">What was compared.</param>
    /// <param name="entries">What the dump has of each tensor.</param>
    /// <param name="files">The other files' names and their fingerprints, by which a later dump knows that they are still those.</param>
    public static void Write(
        Stream output, ComparisonReport report, IEnumerable<DumpEntry> entries, IEnumerable<(string Name, string Fingerprint)> files)
            => JsonText.WriteObject(output, json =>
    {
        json.WriteString("schema", DumpLayout.Schema);
        json.WriteString("computation", report.Computation);
        json.WriteString("device", report.Device);
        json.WriteString("dtype", report.Dtype.Word());
        json.WriteTolerance("tolerance", report.Tolerance);
        json.WriteString("arrays", DumpLayout.ArraysFile);
        json.WriteStartArray("entries");
        foreach (var entry in entries)
            WriteEntry(json, entry);
        json.WriteEndArray();
        json.WriteStartObject(FilesName);
        foreach (var (name, fingerprint) in files)
            json.WriteString(name, fingerprint);
        json.WriteEndObject();
    });

    private static void WriteEntry(Utf8JsonWriter json, DumpEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("name", entry.Tensor.Name);
        json.WriteString("role", entry.Tensor.Role.Word());
        json.WriteAxes("shape", entry.Tensor.Shape);
        json.WriteString("verdict", entry.Tensor.Verdict.Word());
        json.WriteString("text", entry.TextFile);
        json.WriteStartArray("arrays");
        foreach (var (name, array) in entry.Arrays)
            WriteArray(json, name, array);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // A dtype that NumPy does not have is stored as one that it has: both are said.
    private static void WriteArray(Utf8JsonWriter json, string name, TensorSnapshot array)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteAxes("shape", array.Shape);
        json.WriteString("dtype", array.Dtype.Word());
        json.WriteString("storedDtype", array.Dtype.InNumPy().Word());
        json.WriteEndObject();
    }
}
