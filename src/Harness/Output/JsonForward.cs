using System.Collections.Immutable;
using System.Text.Json;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>The forward pass against its independent reference, as JSON.</summary>
internal static class JsonForward
{
    public static void Write(Utf8JsonWriter json, ImmutableArray<ForwardReport> forward)
    {
        json.WriteStartArray("forward");
        foreach (var value in forward)
        {
            json.WriteStartObject();
            json.WriteString("name", value.Name);
            json.WriteBoolean("agrees", value.Agrees);
            json.WriteBoolean("rounding", value.IsRounding);
            JsonDiff.WriteNumbers(json, value.Diff);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
