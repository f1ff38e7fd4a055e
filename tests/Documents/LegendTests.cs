using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Harness.Diff;

namespace ScratchVsAutograd.Tests.Documents;

/// <summary>The legend explains every word, and the documents show the lines that it prints.</summary>
public sealed class LegendTests
{
    [Fact]
    public void Every_verdict_of_every_command_is_explained()
    {
        var words = Enum.GetValues<Verdict>().Select(verdict => verdict.Word())
            .Concat(Enum.GetValues<FunctionVerdict>().Select(verdict => verdict.Word()))
            .Concat(Enum.GetValues<PairVerdict>().Select(verdict => verdict.Word())).Append("kinks").Distinct();
        Assert.Equal(words.Order(StringComparer.Ordinal), Legend.Verdicts.Select(entry => entry.Word).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_line_fits_a_terminal()
        => Assert.All(
            Legend.Columns.Concat(Legend.Verdicts),
            entry => Assert.True($"{entry.Word,-12} {entry.Meaning}".Length <= TextReport.DefaultWidth, entry.Word));

    [Fact]
    public void The_readme_has_the_lines_of_its_first_example()
        => Assert.Contains(Block("agree", "origin", "inherited"), CodeBlock.Read("README.md"), StringComparison.Ordinal);

    [Fact]
    public void The_document_about_the_report_has_them_all()
        => Assert.Contains(
            Block([.. Legend.Verdicts.Select(entry => entry.Word)]), CodeBlock.Read("docs/reading-the-report.md"),
            StringComparison.Ordinal);

    [Fact]
    public void It_is_printed_below_the_table_on_request_and_only_then()
    {
        var asked = CliRun.Of("--batch", "8", "--legend").Out.ReplaceLineEndings("\n");
        Assert.Contains($"\n\n{Block("agree")}\n", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("budget       the", CliRun.Of("--batch", "8").Out, StringComparison.Ordinal);
    }

    private static string Block(params string[] words)
        => PlainText.Of(new PrintedReport { Legend = Legend.Of(words) }, TextReport.DefaultWidth);
}
