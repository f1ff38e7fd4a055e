using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>How every JSON file here is written: indented, the same bytes everywhere, short arrays on one line.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        // The text is a file, not part of a web page: names such as ε stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes one JSON object in UTF-8, and a line end after it.</summary>
    public static void WriteObject(Stream output, Action<Utf8JsonWriter> properties)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    /// <summary>Writes one JSON array in UTF-8, and a line end after it.</summary>
    public static void WriteArray(Stream output, Action<Utf8JsonWriter> items)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartArray();
            items(json);
            json.WriteEndArray();
        }
        output.WriteByte((byte)'\n');
    }

    /// <summary>A number with the digits that give it back; as a string where JSON has no number: NaN, Infinity, -Infinity.</summary>
    public static void WriteFloat(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is not { } number)
            json.WriteNull(name);
        else if (double.IsFinite(number))
            json.WriteNumber(name, number);
        else
            json.WriteString(name, double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
    }

    /// <summary>An object, or null where there is nothing to write.</summary>
    public static void WriteObject<T>(this Utf8JsonWriter json, string name, T? value, Action<T> properties)
        where T : class
    {
        if (value is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        properties(value);
        json.WriteEndObject();
    }

    /// <summary>Yes, no, or null.</summary>
    public static void WriteFlag(this Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } flag)
            json.WriteBoolean(name, flag);
        else
            json.WriteNull(name);
    }

    /// <summary>A whole number, or null.</summary>
    public static void WriteInteger(this Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    /// <summary>A shape or an index along the axes, on one line; or null.</summary>
    public static void WriteAxes(this Utf8JsonWriter json, string name, ImmutableArray<long>? axes)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(axes is { } given ? TensorIndex.Bracketed(given) : "null");
    }

    /// <summary>rtol and atol.</summary>
    public static void WriteTolerance(this Utf8JsonWriter json, string name, Tolerance tolerance)
    {
        json.WriteStartObject(name);
        json.WriteFloat("rtol", tolerance.Relative);
        json.WriteFloat("atol", tolerance.Absolute);
        json.WriteBoolean("equalNaN", tolerance.EqualNaN);
        json.WriteEndObject();
    }

    /// <summary>An array of sentences or names.</summary>
    public static void WriteStrings(this Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>A line of source, or null.</summary>
    public static void WriteLocation(this Utf8JsonWriter json, string name, SourceLocation? location)
    {
        json.WritePropertyName(name);
        if (location is null)
            json.WriteNullValue();
        else
            json.WriteLocation(location);
    }

    /// <summary>A line of source as an object.</summary>
    public static void WriteLocation(this Utf8JsonWriter json, SourceLocation location)
    {
        json.WriteStartObject();
        json.WriteString("file", location.File);
        json.WriteNumber("line", location.Line);
        json.WriteString("member", location.Member);
        json.WriteEndObject();
    }
}
