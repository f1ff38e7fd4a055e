using System.Text.Json;
using ScratchVsAutograd.Files;
using ScratchVsAutograd.Harness.Diff.Causes;

namespace ScratchVsAutograd.Harness.Diff;

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
        json.WriteObject("a", report.A, side => WriteSide(json, side));
        json.WriteObject("b", report.B, side => WriteSide(json, side));
        json.WriteStartObject("tolerances");
        foreach (var (dtype, tolerance) in report.Tolerances) json.WriteTolerance(dtype.Word(), tolerance);
        json.WriteEndObject();
        json.WriteBoolean("agrees", report.Agrees);
        json.WriteObjects("tensors", report.Pairs, pair => WritePair(json, pair));
        json.WriteStrings("suggestions", report.Suggestions);
        json.WriteObjects("suggestedNames", report.SuggestedNames, names =>
        {
            json.WriteString("a", names.A);
            json.WriteString("b", names.B);
        });
        json.WriteString("suggestedOptions", report.SuggestedOptions);
    });

    private static void WriteSide(Utf8JsonWriter json, SideReport side)
    {
        json.WriteString("path", side.Path);
        json.WriteString("format", side.Format);
        json.WriteNumber("count", side.Count);
        json.WriteString("side", side.DumpSide);
    }

    private static void WritePair(Utf8JsonWriter json, PairReport pair)
    {
        json.WriteObject("a", pair.A, header => WriteHeader(json, header));
        json.WriteObject("b", pair.B, header => WriteHeader(json, header));
        json.WriteString("verdict", pair.Verdict.Word());
        json.WriteBoolean("passes", pair.Verdict.Passes());
        json.WriteString("note", pair.Note);
        JsonDiff.WriteNumbers(json, pair.Diff);
        json.WriteInteger("count", pair.Diff?.Count);
        JsonDiff.WriteElements(json, pair.Diff, "a", "b");
        json.WriteAxes("permutation", pair.Layout is { } layout ? [.. layout.Order.Select(axis => (long)axis)] : null);
        json.WriteString("order", pair.Slices?.Text);
        json.WriteBoolean("explored", pair.IsExplored);
        json.WriteObject("likeness", pair.Likeness, likeness => WriteLikeness(json, likeness));
        JsonFindings.WriteExplanations(json, pair.Explanations);
    }

    private static void WriteHeader(Utf8JsonWriter json, TensorHeader header)
    {
        json.WriteString("name", header.Name);
        json.WriteString("dtype", header.Dtype.Word());
        json.WriteAxes("shape", header.Shape);
    }

    private static void WriteLikeness(Utf8JsonWriter json, Likeness likeness)
    {
        json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(likeness.Kind.ToString()));
        json.WriteFloat("cosine", likeness.Cosine);
        json.WriteFloat("correlation", likeness.Correlation);
        json.WriteFloat("relativeL2", likeness.RelativeL2);
        json.WriteFloat("factor", likeness.Factor);
        json.WriteString("pattern", likeness.Pattern);
    }
}
