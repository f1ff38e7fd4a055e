using System.Text.RegularExpressions;

namespace ScratchVsAutograd.Tests.Documents;

/// <summary>
/// A block of code in a document, and what the comment above it says it is:
/// <c>&lt;!-- block: KIND[, with FILE | after the block above | after COMMAND | NAME] --&gt;</c>. A line <c>…</c> in a C# block parts the
/// using lines from what stands in a class of the reader's own.
/// </summary>
internal sealed partial record CodeBlock(string Document, int Number, string Language, string Kind, string Detail, string Text)
{
    private const string Gap = "\n…\n";

    /// <summary>What tests are called by.</summary>
    public string Name => FormattableString.Invariant($"{Document} {Language} {Number}");

    /// <summary>The lines before the gap; none where there is none.</summary>
    public string Before => Text.Split(Gap) is [var before, _] ? before : "";

    /// <summary>The lines after the gap, or all.</summary>
    public string After => Text.Split(Gap)[^1];

    /// <summary>The documents in which code is looked for, by their paths in the repository.</summary>
    public static IReadOnlyList<string> Documents { get; } =
    [
        "README.md", "src/Comparison/README.md", "src/Files/README.md", "src/Harness/README.md",
        .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(file => $"docs/{Path.GetFileName(file)}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Every block of a language, in order; one that no comment explains fails the test that reads it.</summary>
    public static IReadOnlyList<CodeBlock> All(string language) => [.. Documents.SelectMany(document => In(document, language))];

    /// <summary>The text of a document.</summary>
    public static string Read(string document) => File.ReadAllText(Path.Combine(Repository.Root, document)).ReplaceLineEndings("\n");

    private static IEnumerable<CodeBlock> In(string document, string language) => Fence().Matches(Read(document))
        .Where(match => match.Groups["language"].Value == language)
        .Select((match, index) => new CodeBlock(
            document, index + 1, language, match.Groups["kind"].Value.Trim(), match.Groups["detail"].Value.Trim(),
            match.Groups["text"].Value));

    // Fences without a language count as well, or what follows one would be taken for its inside.
    [GeneratedRegex(
        @"(?:^<!-- block: (?<kind>[^,\n]*?)(?:, (?<detail>[^\n]*?))? -->\n)?^```(?<language>\w*)\n(?<text>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
