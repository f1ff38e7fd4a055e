using System.Text.Json;
using ScratchVsAutograd.Comparison.Text;

namespace ScratchVsAutograd.Comparison.Json;

/// <summary>The report on a custom autograd function as JSON; docs/function.schema.json describes it.</summary>
internal static class JsonFunction
{
    /// <summary>Names the format; the number changes when a reader would have to.</summary>
    public const string Schema = "scratch-vs-autograd/function-1";

    /// <summary>Writes the report in UTF-8; the same report gives the same bytes.</summary>
    public static void Write(Stream output, FunctionReport report, string command) => JsonText.WriteObject(output, json =>
    {
        json.WriteString("schema", Schema);
        json.WriteString("function", report.Function);
        json.WriteString("command", command);
        json.WriteFloat("relativeTolerance", report.RelativeTolerance);
        json.WriteBoolean("agrees", report.Agrees);
        json.WriteString("failure", report.Failure);
        json.WriteStrings("violations", report.Violations);
        json.WriteStrings("remarks", report.Remarks);
        json.WriteLocations("backwardAt", report.BackwardAt);
        json.WriteNumber("forwardPasses", report.ForwardPasses);
        json.WriteObjects("inputs", report.Inputs, input => WriteInput(json, input));
    });

    private static void WriteInput(Utf8JsonWriter json, InputReport input)
    {
        json.WriteString("name", input.Name);
        json.WriteAxes("shape", input.Shape);
        json.WriteString("verdict", input.Verdict.Word());
        json.WriteBoolean("passes", input.Verdict.Passes());
        json.WriteNumber("count", input.Count);
        json.WriteNumber("inconclusive", input.Inconclusive);
        json.WriteNumber("out", input.OutOfTolerance);
        json.WriteFloat("maxAbs", input.MaxError);
        json.WriteFloat("budget", input.Budget);
        JsonFindings.WriteExplanations(json, input.Explanations);
        json.WriteStrings("findings", input.Findings);
        json.WriteObjects("worst", input.Worst, element =>
        {
            json.WriteAxes("index", TensorIndex.Unravel(element.Index, input.Shape));
            json.WriteFloat("function", element.Function);
            json.WriteFloat("measured", element.FiniteDifference);
            json.WriteFloat("budget", element.Budget);
        });
    }
}
