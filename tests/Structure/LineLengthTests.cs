using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScratchVsAutograd.Tests.Structure;

/// <summary>
/// No line of code is longer than a window, nor one of prose. What a raw string quotes and the rows of tables are as they are.
/// </summary>
public sealed class LineLengthTests
{
    private const int Longest = 140;

    private static readonly string[] Folders = ["src", "tests", "bench", "build", "templates"];

    [Fact]
    public void Code_keeps_to_its_width()
    {
        var files = Folders.SelectMany(
            folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));
        Assert.Empty(from file in files
                     from line in TooLong(File.ReadAllText(file))
                     select FormattableString.Invariant($"{Path.GetRelativePath(Repository.Root, file)}:{line}"));
    }

    [Fact]
    public void Prose_keeps_to_its_width()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md")
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"));
        Assert.Empty(from file in files
                     from line in Prose(File.ReadLines(file))
                     where line.Text.Length > Longest
                     select FormattableString.Invariant($"{Path.GetRelativePath(Repository.Root, file)}:{line.Number}"));
    }

    [Theory]
    [InlineData(140, "{0}", 0)]
    [InlineData(141, "{0}", 1)]
    [InlineData(141, "// {0}\nclass A;", 1)]
    [InlineData(141, "class A {{ string B = \"{0}\"; }}", 1)]
    [InlineData(141, "class A {{ string B = \"\"\"{0}\"\"\"; }}", 0)]
    [InlineData(141, "class A {{ string B = \"\"\"\n{0}\n\"\"\"; }}", 0)]
    [InlineData(141, "class A {{ string B = $\"\"\"\n{0}\n\"\"\"; }}", 0)]
    public void What_is_too_long_is_found(int length, string text, int expected)
        => Assert.Equal(
            expected, TooLong(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, new string('x', length))).Count());

    private static IEnumerable<int> TooLong(string text)
    {
        if (text.Split('\n').All(line => line.TrimEnd('\r').Length <= Longest)) return [];
        var root = CSharpSyntaxTree.ParseText(text).GetRoot();
        return [.. root.GetText().Lines.Where(line => line.Span.Length > Longest && !IsQuoted(root.FindToken(line.Start + Longest)))
            .Select(line => line.LineNumber + 1)];
    }

    private static bool IsQuoted(SyntaxToken token)
        => token.Kind() is SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            || token.Parent!.AncestorsAndSelf().OfType<InterpolatedStringExpressionSyntax>().Any(
                text => text.StringStartToken.Text.Contains("\"\"\"", StringComparison.Ordinal));

    private static IEnumerable<(int Number, string Text)> Prose(IEnumerable<string> lines)
    {
        var isCode = false;
        foreach (var (index, line) in lines.Index())
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) isCode = !isCode;
            else if (!isCode && !line.StartsWith('|')) yield return (index + 1, line);
        }
    }
}
