using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace ScratchVsAutograd.Comparison.Page;

/// <summary>
/// A page as one HTML file that needs nothing else: page.html with page.css and page.js in it, the content and the report as JSON. There
/// are four places for text from outside, each escaped for where it stands; the page's own policy forbids it to load anything.
/// </summary>
internal static class HtmlPage
{
    /// <summary>How <see cref="PageContent"/> is written: in JSON whose strings hold no character that means something to HTML.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>Writes the page in UTF-8; the same content gives the same bytes.</summary>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="content">What is on it.</param>
    /// <param name="text">The report as text, for readers without scripts.</param>
    /// <param name="report">The report for programs, in JSON.</param>
    public static void Write(Stream output, PageContent content, string text, string report)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true)
        {
            NewLine = "\n",
        };
        var rest = Resource("page.html").AsSpan();
        while (rest.IndexOf("{{", StringComparison.Ordinal) is var start && start >= 0)
        {
            var length = rest[start..].IndexOf("}}", StringComparison.Ordinal);
            writer.Write(rest[..start]);
            writer.Write(rest[(start + 2)..(start + length)] switch
            {
                "title" => WebUtility.HtmlEncode($"{(content.Agrees ? "✓" : "✕")} {content.Title}"),
                "style" => Resource("page.css"),
                "script" => Resource("page.js"),
                "text" => WebUtility.HtmlEncode(text),
                "content" => JsonSerializer.Serialize(content, Json),
                // Only within JSON's strings can there be one.
                "report" => report.Replace("<", "\\u003c", StringComparison.Ordinal),
                var unknown => throw new InvalidOperationException($"page.html has a place for {unknown}, which nobody fills."),
            });
            rest = rest[(start + length + 2)..];
        }

        writer.Write(rest);
    }

    private static string Resource(string name)
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
