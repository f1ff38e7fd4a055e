namespace ScratchVsAutograd.Harness.Check;

/// <summary>What <c>check</c> found, as a JSON array with an object for each candidate; docs/check.schema.json describes it.</summary>
internal static class JsonCheck
{
    /// <summary>Writes the outcomes in UTF-8; the same outcomes give the same bytes.</summary>
    public static void Write(Stream output, IReadOnlyList<CheckOutcome> outcomes) => JsonText.WriteArray(output, json =>
    {
        json.WriteItems(outcomes, outcome =>
        {
            json.WriteString("file", outcome.File);
            json.WriteString("key", outcome.Key);
            json.WriteBoolean("agrees", outcome.Agrees);
            json.WriteString("failure", outcome.Failure);
            json.WriteStrings("printed", [.. outcome.Printed]);
            json.WritePropertyName("report");
            // Indented as deep as it stands here; no string of a JSON text has a line end in it.
            json.WriteRawValue(outcome.Json?.Replace("\n", "\n    ", StringComparison.Ordinal) ?? "null");
        });
    });
}
