using System.Text.Json;

namespace ScratchVsAutograd.Comparison.Json;

/// <summary>One tensor of a report as JSON.</summary>
internal static class JsonTensor
{
    public static void Write(Utf8JsonWriter json, TensorReport tensor, bool strict)
    {
        json.WriteString("name", tensor.Name);
        json.WriteString("role", tensor.Role.Word());
        json.WriteAxes("shape", tensor.Shape);
        json.WriteAxes("scratchShape", tensor.ScratchShape);
        json.WriteString("verdict", tensor.Verdict.Word());
        json.WriteString("reason", tensor.Reason.Word());
        json.WriteBoolean("passes", tensor.Verdict.Passes(strict));
        json.WriteString("note", tensor.Note);
        JsonDiff.WriteNumbers(json, tensor.Diff);
        json.WriteInteger("count", tensor.Shape.Aggregate(1L, (product, size) => product * size));
        JsonDiff.WriteElements(json, tensor.Diff, "scratch", "autograd");
        json.WriteObject("isolated", tensor.Isolated, isolated => JsonDiff.WriteNumbers(json, isolated));
        json.WriteStrings("origin", tensor.Origins);
        json.WriteObject("precision", tensor.Precision, precision => WritePrecision(json, precision));
        json.WriteBoolean("heldToItsScale", tensor.HeldToItsScale);
        json.WriteLocations("writtenAt", tensor.WrittenAt);
        json.WriteLocation("faultAfter", tensor.FaultAfter);
        json.WriteLocation("faultAt", tensor.FaultAt);
        json.WriteBoolean("rightInTheEnd", tensor.RightInTheEnd);
    }

    private static void WritePrecision(Utf8JsonWriter json, PrecisionEvidence precision)
    {
        json.WriteFloat("scratchError", precision.ScratchError);
        json.WriteFloat("autogradError", precision.AutogradError);
        json.WriteFloat("scratchDigitsLost", precision.ScratchDigitsLost);
        json.WriteFloat("autogradDigitsLost", precision.AutogradDigitsLost);
    }
}
