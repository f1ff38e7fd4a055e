using System.Globalization;
using System.Text.RegularExpressions;

namespace ScratchVsAutograd.Tests.Documents;

/// <summary>The lines that the documents' example reports point at are the lines that the reports would point at today.</summary>
public sealed partial class SourceLineTests
{
    public static TheoryData<string> Mentioned
        => [.. Documents().SelectMany(document => SourceLine().Matches(document).Select(match => match.Value)).Distinct()];

    [Theory]
    [MemberData(nameof(Mentioned))]
    public void The_line_writes_or_changes_a_gradient(string mention)
    {
        var parts = mention.Split(':');
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, parts[0]));
        var line = lines[int.Parse(parts[1], CultureInfo.InvariantCulture) - 1];
        Assert.Matches(@"\bAdd\(|_\(|\bd\[|t\[", line);
    }

    [Fact]
    public void The_lines_of_examples_that_are_made_on_the_way_are_theirs_too()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "checking-your-own-code.md"));
        Assert.Contains(
            "d.Add(X, ", LineOf("Swish.cs", document, File.ReadAllLines(Path.Combine(Repository.Root, "templates", "op", "MyOp.cs"))),
            StringComparison.Ordinal);
        var linear = CodeBlock.All("csharp").Single(block => block.Detail == "Linear.cs");
        Assert.Contains("return [", LineOf("Linear.cs", document, linear.Text.Split('\n')), StringComparison.Ordinal);
    }

    private static string LineOf(string file, string document, string[] lines)
        => lines[int.Parse(
            Regex.Match(document, $@"goes wrong in {Regex.Escape(file)}:(\d+)").Groups[1].Value, CultureInfo.InvariantCulture) - 1];

    private static IEnumerable<string> Documents()
        => Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Append(Path.Combine(Repository.Root, "README.md"))
            .Select(File.ReadAllText);

    [GeneratedRegex(@"(src|tests)/[\w/]+\.cs:\d+")]
    private static partial Regex SourceLine();
}
