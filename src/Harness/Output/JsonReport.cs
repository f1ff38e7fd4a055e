using System.Text.Json;
using ScratchVsAutograd.Comparison;
using ScratchVsAutograd.Comparison.Diff;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>A report as JSON for other programs; docs/report.schema.json describes it.</summary>
internal static class JsonReport
{
    /// <summary>Names the format; the number changes when a reader would have to.</summary>
    public const string Schema = "scratch-vs-autograd/report-1";

    /// <summary>Writes the report in UTF-8; the same report gives the same bytes.</summary>
    public static void Write(Stream output, ComparisonReport report, ReportContext context) => JsonText.WriteObject(output, json =>
    {
        json.WriteString("schema", Schema);
        json.WriteString("computation", report.Computation);
        json.WriteString("command", context.Command);
        json.WriteString("device", report.Device);
        json.WriteString("dtype", report.Dtype.Word());
        json.WriteInteger("seed", context.Seed);
        json.WriteString("data", context.Data);
        json.WriteTolerance("tolerance", report.Tolerance);
        json.WriteBoolean("strict", report.Strict);
        json.WriteFloat("loss", report.Loss);
        json.WriteBoolean("agrees", report.Agrees);
        json.WriteString("failure", report.Failure);
        json.WriteStartArray("tensors");
        foreach (var tensor in report.Tensors)
            WriteTensor(json, tensor, report.Strict);
        json.WriteEndArray();
    });

    private static void WriteTensor(Utf8JsonWriter json, TensorReport tensor, bool strict)
    {
        json.WriteStartObject();
        json.WriteString("name", tensor.Name);
        json.WriteString("role", tensor.Role.Word());
        json.WriteAxes("shape", tensor.Shape);
        json.WriteAxes("scratchShape", tensor.ScratchShape);
        json.WriteString("verdict", tensor.Verdict.Word());
        json.WriteBoolean("passes", tensor.Verdict.Passes(strict));
        json.WriteString("note", tensor.Note);
        WriteDiff(json, tensor.Diff);
        json.WriteInteger("count", tensor.Shape.Aggregate(1L, (product, size) => product * size));
        WriteCensuses(json, tensor.Diff);
        WriteWorst(json, tensor.Diff);
        WriteWrittenAt(json, tensor);
        json.WriteEndObject();
    }

    // Without two gradients there is nothing to measure, and every number is null.
    private static void WriteDiff(Utf8JsonWriter json, TensorDiff? diff)
    {
        WriteFlag(json, "allclose", diff?.AllClose);
        WriteFlag(json, "exact", diff?.Exact);
        json.WriteFloat("maxAbs", diff?.MaxAbs);
        json.WriteAxes("maxAbsIndex", diff?.MaxAbsIndex is { } element ? TensorIndex.Unravel(element, diff.AutogradShape) : null);
        json.WriteFloat("maxRel", diff?.MaxRel);
        json.WriteInteger("maxUlp", diff is { Comparable: true } ? diff.MaxUlp : null);
        json.WriteFloat("budget", diff?.Budget);
        json.WriteFloat("sensitivity", diff?.Sensitivity);
        WriteFlag(json, "blind", diff?.Blind);
        json.WriteInteger("out", diff?.OutOfTolerance);
    }

    private static void WriteFlag(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } flag)
            json.WriteBoolean(name, flag);
        else
            json.WriteNull(name);
    }

    private static void WriteCensuses(Utf8JsonWriter json, TensorDiff? diff)
    {
        if (diff is null)
        {
            json.WriteNull("census");
            return;
        }
        json.WriteStartObject("census");
        WriteCensus(json, "scratch", diff.Scratch);
        WriteCensus(json, "autograd", diff.Autograd);
        json.WriteEndObject();
    }

    private static void WriteCensus(Utf8JsonWriter json, string name, Census census)
    {
        json.WriteStartObject(name);
        json.WriteNumber("negativeInfinity", census.NegativeInfinity);
        json.WriteNumber("negative", census.Negative);
        json.WriteNumber("zero", census.Zero);
        json.WriteNumber("positive", census.Positive);
        json.WriteNumber("positiveInfinity", census.PositiveInfinity);
        json.WriteNumber("nan", census.NaN);
        json.WriteEndObject();
    }

    private static void WriteWorst(Utf8JsonWriter json, TensorDiff? diff)
    {
        json.WriteStartArray("worst");
        foreach (var element in diff?.Worst ?? [])
        {
            json.WriteStartObject();
            json.WriteAxes("index", TensorIndex.Unravel(element.Index, diff!.AutogradShape));
            json.WriteFloat("scratch", element.Scratch);
            json.WriteFloat("autograd", element.Autograd);
            json.WriteFloat("difference", element.Difference);
            json.WriteFloat("budget", element.Budget);
            json.WriteInteger("ulp", element.Ulp);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteWrittenAt(Utf8JsonWriter json, TensorReport tensor)
    {
        json.WriteStartArray("writtenAt");
        foreach (var location in tensor.WrittenAt)
        {
            json.WriteStartObject();
            json.WriteString("file", location.File);
            json.WriteNumber("line", location.Line);
            json.WriteString("member", location.Member);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
