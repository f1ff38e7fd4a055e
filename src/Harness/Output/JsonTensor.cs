using System.Text.Json;
using ScratchVsAutograd.Comparison;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Comparison.Precision;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>One tensor of a report as JSON.</summary>
internal static class JsonTensor
{
    public static void Write(Utf8JsonWriter json, TensorReport tensor, bool strict)
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
        WriteIsolated(json, tensor.Isolated);
        json.WriteStrings("origin", tensor.Origins);
        WritePrecision(json, tensor.Precision);
        json.WriteBoolean("heldToItsScale", tensor.HeldToItsScale);
        json.WriteStartArray("writtenAt");
        foreach (var location in tensor.WrittenAt) json.WriteLocation(location);
        json.WriteEndArray();
        json.WriteLocation("faultAt", tensor.FaultAt);
        json.WriteEndObject();
    }

    /// <summary>The numbers of one pair. Without two tensors there is nothing to measure, and every number is null.</summary>
    public static void WriteDiff(Utf8JsonWriter json, TensorDiff? diff)
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

    private static void WriteIsolated(Utf8JsonWriter json, TensorDiff? isolated)
    {
        if (isolated is null)
        {
            json.WriteNull("isolated");
            return;
        }

        json.WriteStartObject("isolated");
        WriteDiff(json, isolated);
        json.WriteEndObject();
    }

    private static void WritePrecision(Utf8JsonWriter json, PrecisionEvidence? precision)
    {
        if (precision is null)
        {
            json.WriteNull("precision");
            return;
        }

        json.WriteStartObject("precision");
        json.WriteFloat("scratchError", precision.ScratchError);
        json.WriteFloat("autogradError", precision.AutogradError);
        json.WriteFloat("scratchDigitsLost", precision.ScratchDigitsLost);
        json.WriteFloat("autogradDigitsLost", precision.AutogradDigitsLost);
        json.WriteEndObject();
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

    /// <summary>How many elements are of each kind.</summary>
    public static void WriteCensus(Utf8JsonWriter json, string name, Census census)
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
}
