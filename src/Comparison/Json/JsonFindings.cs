using System.Collections.Immutable;
using System.Text.Json;
using ScratchVsAutograd.Comparison.Gradcheck;

namespace ScratchVsAutograd.Comparison.Json;

/// <summary>Why, and who is right, as JSON.</summary>
internal static class JsonFindings
{
    public static void WriteExplanations(Utf8JsonWriter json, ImmutableArray<Explanation> explanations)
        => json.WriteObjects("explanations", explanations, explanation =>
        {
            json.WriteString("tensor", explanation.Tensor);
            json.WriteLocation("source", explanation.Source);
            json.WriteString("cause", explanation.Cause.Word());
            json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(explanation.Kind.ToString()));
            json.WriteString("text", explanation.Text);
            json.WriteString("evidence", explanation.Evidence);
            json.WriteString("fix", explanation.Fix);
            json.WriteFloat("residual", explanation.Residual);
        });

    public static void WriteWitness(Utf8JsonWriter json, ImmutableArray<Testimony> witness)
        => json.WriteObjects("witness", witness.SelectMany(testimony => testimony.Statements), statement =>
        {
            json.WriteString("tensor", statement.Tensor);
            json.WriteString("direction", statement.Direction);
            json.WriteFloat("scratch", statement.Scratch);
            json.WriteFloat("autograd", statement.Autograd);
            json.WriteFloat("finiteDifference", statement.FiniteDifference);
            json.WriteFloat("errorBar", statement.ErrorBar);
            json.WriteString("says", statement.Says.Word());
        });

    public static void WriteNumeric(Utf8JsonWriter json, NumericReport? numeric) => json.WriteObject("numeric", numeric, report =>
    {
        json.WriteBoolean("agrees", report.ScratchAgrees);
        json.WriteNumber("forwardPasses", report.ForwardPasses);
        json.WriteObjects("leaves", report.Leaves, leaf =>
        {
            json.WriteString("name", leaf.Name);
            json.WriteNumber("count", leaf.Count);
            json.WriteNumber("inconclusive", leaf.Inconclusive);
            json.WriteNumber("scratchOut", leaf.ScratchOutOfTolerance);
            json.WriteNumber("autogradOut", leaf.AutogradOutOfTolerance);
            json.WriteFloat("maxScratchError", leaf.MaxScratchError);
            json.WriteFloat("maxAutogradError", leaf.MaxAutogradError);
        });
    });
}
