
namespace ScratchVsAutograd.Comparison.Json;

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
        json.WriteObjects("forward", report.Forward, value =>
        {
            json.WriteString("name", value.Name);
            json.WriteBoolean("agrees", value.Agrees);
            json.WriteBoolean("rounding", value.IsRounding);
            JsonDiff.WriteNumbers(json, value.Diff);
        });
        json.WriteBoolean("agrees", report.Agrees);
        json.WriteString("failure", report.Failure);
        json.WriteStrings("violations", report.Violations);
        json.WriteStrings("remarks", report.Remarks);
        json.WriteStrings("notCompared", report.NotCompared);
        json.WriteStrings("faults", report.Faults);
        json.WriteObjects("tensors", report.Tensors, tensor => JsonTensor.Write(json, tensor, report.Strict));
        JsonFindings.WriteExplanations(json, report.Explanations);
        JsonFindings.WriteWitness(json, report.Witness);
        JsonFindings.WriteNumeric(json, context.Numeric);
    });
}
