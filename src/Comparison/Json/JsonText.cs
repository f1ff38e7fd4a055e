using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using ScratchVsAutograd.Comparison.Text;

namespace ScratchVsAutograd.Comparison.Json;

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

    /// <summary>An array with an object for each item.</summary>
    public static void WriteObjects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> properties)
    {
        json.WriteStartArray(name);
        json.WriteItems(items, properties);
        json.WriteEndArray();
    }

    /// <summary>An object for each item, in an array that has begun.</summary>
    public static void WriteItems<T>(this Utf8JsonWriter json, IEnumerable<T> items, Action<T> properties)
    {
        foreach (var item in items)
        {
            json.WriteStartObject();
            properties(item);
            json.WriteEndObject();
        }
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
        => json.WriteObject(name, tolerance, held =>
    {
        json.WriteFloat("rtol", held.Relative);
        json.WriteFloat("atol", held.Absolute);
        json.WriteBoolean("equalNaN", held.EqualNaN);
    });

    /// <summary>An array of sentences or names.</summary>
    public static void WriteStrings(this Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>A line of source, or null.</summary>
    public static void WriteLocation(this Utf8JsonWriter json, string name, SourceLocation? location)
        => json.WriteObject(name, location, line => Properties(json, line));

    /// <summary>Lines of source.</summary>
    public static void WriteLocations(this Utf8JsonWriter json, string name, IEnumerable<SourceLocation> locations)
        => json.WriteObjects(name, locations, line => Properties(json, line));

    private static void Properties(Utf8JsonWriter json, SourceLocation location)
    {
        json.WriteString("file", location.File);
        json.WriteNumber("line", location.Line);
        json.WriteString("member", location.Member);
    }
}
