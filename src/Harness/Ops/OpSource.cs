using System.Text.RegularExpressions;

namespace ScratchVsAutograd.Harness.Ops;

/// <summary>The source file of an op, which the program carries: its equation is the summary on top.</summary>
internal static partial class OpSource
{
    /// <summary>The file from its namespace on, as it is in the repository.</summary>
    public static string Text(Type op)
    {
        var resource = $"ops/{op.Name}.cs";
        using var stream = typeof(OpSource).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The program carries no {resource}.");
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        return text[text.IndexOf("namespace ", StringComparison.Ordinal)..];
    }

    /// <summary>The op's equation: the summary of its class as plain text, in one line.</summary>
    public static string Equation(Type op)
    {
        var lines = Text(op).Split('\n').Where(line => line.StartsWith("///", StringComparison.Ordinal)).Select(line => line[3..].Trim());
        var summary = Summary().Match(string.Join(' ', lines)).Groups["text"].Value;
        return System.Net.WebUtility.HtmlDecode(Spaces().Replace(Tag().Replace(Reference().Replace(summary, "${name}"), " "), " ")).Trim();
    }

    [GeneratedRegex("<summary>(?<text>.*?)</summary>")]
    private static partial Regex Summary();

    [GeneratedRegex("<see cref=\"(?<name>[^\"]*)\" ?/>")]
    private static partial Regex Reference();

    [GeneratedRegex("</?[a-z][^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
