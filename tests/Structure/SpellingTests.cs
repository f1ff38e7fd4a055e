using System.Text.RegularExpressions;

namespace ScratchVsAutograd.Tests.Structure;

/// <summary>One spelling in code, comments, texts and documents: Oxford's, with -ize, and colour.</summary>
public sealed partial class SpellingTests
{
    private static readonly string[] Folders = ["src", "tests", "docs", "bench", "build", "templates"];

    [Fact]
    public void Every_file_spells_with_ize()
    {
        var wrong = from file in Files()
                    from line in File.ReadLines(file).Index()
                    from word in WithAnS().Matches(line.Item).Select(match => match.Value)
                    select FormattableString.Invariant($"{Path.GetRelativePath(Repository.Root, file)}:{line.Index + 1} {word}");
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("normali", "sation", true)]
    [InlineData("Unnormali", "sed", true)]
    [InlineData("locali", "ses", true)]
    [InlineData("normali", "zation", false)]
    [InlineData("preci", "se", false)]
    [InlineData("Locali", "sm", false)]
    public void A_word_with_an_s_is_found(string beginning, string end, bool isWrong)
        => Assert.Equal(isWrong, WithAnS().IsMatch($"a {beginning}{end} word"));

    private static IEnumerable<string> Files() => Folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories))
        .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"))
        .Where(file => Path.GetExtension(file) is ".cs" or ".md" or ".json" or ".targets" or ".props")
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex(
        @"\w*(normal|recogn|local|initial|organ|optim|summar|minim|maxim|general|special|serial|random|parametr|regular|standard|vector|"
        + @"util|real|synchron)is(e|ed|es|er|ers|ing|ation|ations)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex WithAnS();
}
