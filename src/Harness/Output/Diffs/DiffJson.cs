using System.Text.Json;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Harness.Diffing;
using ScratchVsAutograd.Harness.Formats;

namespace ScratchVsAutograd.Harness.Output.Diffs;

/// <summary>A diff as JSON for other programs; docs/diff.schema.json describes it.</summary>
internal static class DiffJson
{
    /// <summary>Names the format; the number changes when a reader would have to.</summary>
    public const string Schema = "scratch-vs-autograd/diff-1";

    /// <summary>Writes the report in UTF-8; the same report gives the same bytes.</summary>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="report">What to write.</param>
    /// <param name="command">The command line that repeats it.</param>
    public static void Write(Stream output, DiffReport report, string command) => JsonText.WriteObject(output, json =>
    {
        json.WriteString("schema", Schema);
        json.WriteString("command", command);
        WriteSide(json, "a", report.A);
        WriteSide(json, "b", report.B);
        json.WriteStartObject("tolerances");
        foreach (var (dtype, tolerance) in report.Tolerances) json.WriteTolerance(dtype.Word(), tolerance);
        json.WriteEndObject();
        json.WriteBoolean("agrees", report.Agrees);
        json.WriteStartArray("tensors");
        foreach (var pair in report.Pairs) WritePair(json, pair);
        json.WriteEndArray();
        json.WriteStrings("suggestions", report.Suggestions);
        json.WriteStartArray("suggestedNames");
        foreach (var (a, b) in report.SuggestedNames) WriteNames(json, a, b);
        json.WriteEndArray();
    });

    private static void WriteSide(Utf8JsonWriter json, string name, SideReport side)
    {
        json.WriteStartObject(name);
        json.WriteString("path", side.Path);
        json.WriteString("format", side.Format);
        json.WriteNumber("count", side.Count);
        json.WriteString("side", side.DumpSide);
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, string a, string b)
    {
        json.WriteStartObject();
        json.WriteString("a", a);
        json.WriteString("b", b);
        json.WriteEndObject();
    }

    private static void WritePair(Utf8JsonWriter json, PairReport pair)
    {
        json.WriteStartObject();
        WriteHeader(json, "a", pair.A);
        WriteHeader(json, "b", pair.B);
        json.WriteString("verdict", pair.Verdict.Word());
        json.WriteBoolean("passes", pair.Verdict.Passes());
        json.WriteString("note", pair.Note);
        JsonTensor.WriteDiff(json, pair.Diff);
        json.WriteInteger("count", pair.Diff?.Count);
        WriteCensuses(json, pair.Diff);
        WriteWorst(json, pair.Diff);
        json.WriteAxes("permutation", pair.Layout is { } layout ? [.. layout.Order.Select(axis => (long)axis)] : null);
        json.WriteBoolean("explored", pair.IsExplored);
        WriteExplanations(json, pair);
        json.WriteEndObject();
    }

    private static void WriteHeader(Utf8JsonWriter json, string name, TensorHeader? header)
    {
        if (header is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("name", header.Name);
        json.WriteString("dtype", header.Dtype.Word());
        json.WriteAxes("shape", header.Shape);
        json.WriteEndObject();
    }

    private static void WriteCensuses(Utf8JsonWriter json, TensorDiff? diff)
    {
        if (diff is null)
        {
            json.WriteNull("census");
            return;
        }

        json.WriteStartObject("census");
        JsonTensor.WriteCensus(json, "a", diff.Scratch);
        JsonTensor.WriteCensus(json, "b", diff.Autograd);
        json.WriteEndObject();
    }

    private static void WriteWorst(Utf8JsonWriter json, TensorDiff? diff)
    {
        json.WriteStartArray("worst");
        foreach (var element in diff?.Worst ?? [])
        {
            json.WriteStartObject();
            json.WriteAxes("index", TensorIndex.Unravel(element.Index, diff!.AutogradShape));
            json.WriteFloat("a", element.Scratch);
            json.WriteFloat("b", element.Autograd);
            json.WriteFloat("difference", element.Difference);
            json.WriteFloat("budget", element.Budget);
            json.WriteInteger("ulp", element.Ulp);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteExplanations(Utf8JsonWriter json, PairReport pair)
    {
        json.WriteStartArray("explanations");
        foreach (var explanation in pair.Explanations)
        {
            json.WriteStartObject();
            json.WriteString("cause", explanation.Cause.Word());
            json.WriteString("text", explanation.Text);
            json.WriteString("evidence", explanation.Evidence);
            json.WriteString("fix", explanation.Fix);
            json.WriteFloat("residual", explanation.Residual);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
