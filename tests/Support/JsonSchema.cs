using System.Text.Json;

namespace ScratchVsAutograd.Tests.Support;

/// <summary>The part of JSON Schema that docs/report.schema.json uses; a keyword that it does not know is an error.</summary>
internal sealed class JsonSchema(JsonElement root)
{
    private readonly HashSet<string> seen = [];

    /// <summary>Every property that the schema describes, as <c>object.property</c>, objects by their path in the schema.</summary>
    public IEnumerable<string> Described => Objects("#", root)
        .SelectMany(pair => pair.Schema.GetProperty("properties").EnumerateObject().Select(property => $"{pair.Path}.{property.Name}"));

    /// <summary>Those of <see cref="Described"/> that have occurred in what was validated.</summary>
    public IReadOnlySet<string> Seen => seen;

    /// <summary>What is wrong with a document, a sentence each.</summary>
    public IReadOnlyList<string> Validate(JsonElement document) => [.. Errors(document, root, "#", "$")];

    private IEnumerable<string> Errors(JsonElement value, JsonElement schema, string path, string at) =>
        schema.EnumerateObject().SelectMany(keyword => keyword.Name switch
        {
            "$schema" or "$defs" or "title" or "description" => [],
            "$ref" => Errors(value, Resolve(keyword.Value), keyword.Value.GetString()!, at),
            "const" => Unless(JsonElement.DeepEquals(value, keyword.Value), $"{at} is {value}, not {keyword.Value}"),
            "enum" => Unless(keyword.Value.EnumerateArray().Any(word => JsonElement.DeepEquals(value, word)), $"{at} may not be {value}"),
            "type" => Unless(Types(keyword.Value).Any(type => IsOf(value, type)), $"{at} is {value}, not of type {keyword.Value}"),
            "anyOf" => Unless(keyword.Value.EnumerateArray().Any(one => !Errors(value, one, path, at).Any()), $"{at} may not be {value}"),
            "items" => Children(value, JsonValueKind.Array, array => array.EnumerateArray()
                .SelectMany((item, i) => Errors(item, keyword.Value, path, $"{at}[{i}]"))),
            "required" => Children(value, JsonValueKind.Object, parent => keyword.Value.EnumerateArray()
                .SelectMany(name => Unless(parent.TryGetProperty(name.GetString()!, out _), $"{at} lacks {name}"))),
            "properties" => Children(value, JsonValueKind.Object, parent => parent.EnumerateObject()
                .SelectMany(property => PropertyErrors(property, keyword.Value, path, at))),
            "additionalProperties" => Unless(keyword.Value.ValueKind == JsonValueKind.False, "additionalProperties may only be false here"),
            _ => [$"the schema has a keyword \"{keyword.Name}\" that this reader does not know"],
        });

    // Every object of the schema forbids what it does not describe.
    private IEnumerable<string> PropertyErrors(JsonProperty property, JsonElement described, string path, string at)
    {
        if (!described.TryGetProperty(property.Name, out var schema))
            return [$"{at} has {property.Name}, which the schema does not describe"];
        seen.Add($"{path}.{property.Name}");
        return Errors(property.Value, schema, $"{path}/{property.Name}", $"{at}.{property.Name}");
    }

    private static IEnumerable<(string Path, JsonElement Schema)> Objects(string path, JsonElement schema)
    {
        if (schema.TryGetProperty("properties", out var properties))
            yield return (path, schema);
        foreach (var (name, child) in Properties(schema, "$defs").Select(child => ($"#/$defs/{child.Name}", child.Value))
            .Concat(Properties(schema, "properties").Select(child => ($"{path}/{child.Name}", child.Value))))
        {
            foreach (var nested in Objects(name, child))
                yield return nested;
        }
    }

    private JsonElement Resolve(JsonElement reference)
        => root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]);

    private static JsonElement.ObjectEnumerator Properties(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var found) ? found.EnumerateObject() : default;

    private static IEnumerable<string> Children(JsonElement value, JsonValueKind kind, Func<JsonElement, IEnumerable<string>> errors) =>
        value.ValueKind == kind ? errors(value) : [];

    private static IEnumerable<string> Unless(bool holds, string error) => holds ? [] : [error];

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && decimal.IsInteger(value.GetDecimal()),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind.ToString().Equals(type, StringComparison.OrdinalIgnoreCase),
    };
}
