using ScratchVsAutograd.Harness.Compare;
using ScratchVsAutograd.Harness.Output;
using Spectre.Console;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Compare;

public class ConsoleReportTests
{
    private static readonly ReportContext Context = new(Seed: 7, Data: "made-up, 2 rows", Command: "scratch-vs-autograd");

    private static readonly ComparisonReport Agreement = MadeUpReport.Of(
        ScalarType.Float32, MadeUpReport.Tensor("W", Verdict.Agree, [1], (MadeUpReport.Float32([1], 1), MadeUpReport.Float32([1], 1))));

    [Fact]
    public void The_header_says_on_what_it_was_run()
    {
        var lines = Text(Agreement).Split('\n');
        Assert.Equal("made-up on cpu, float32, seed 7", lines[0]);
        Assert.Equal("data      made-up, 2 rows", lines[1]);
        Assert.StartsWith("versions  TorchSharp 0.", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_seed_that_nothing_used_is_not_claimed()
        => Assert.StartsWith("made-up on cpu, float32\n", Text(Agreement, Context with { Seed = null }), StringComparison.Ordinal);

    [Fact]
    public void Names_and_sentences_in_brackets_are_text_and_not_markup()
    {
        var W = Agreement.Tensors[0];
        var text = Text(Agreement with
        {
            Tensors = [W with { Name = "layers[0].W" }, W with { Name = "[red]B[/]" }, W with { Name = "[unclosed" }],
            Remarks = ["Forward: [bold]list[0][/] is not finite."],
        });
        Assert.Contains("layers[0].W (1,)", text, StringComparison.Ordinal);
        Assert.Contains("[red]B[/]   (1,)", text, StringComparison.Ordinal);
        Assert.Contains("[unclosed   (1,)", text, StringComparison.Ordinal);
        Assert.Contains("Forward: [bold]list[0][/] is not finite.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void A_narrow_terminal_breaks_sentences_itself_nowhere(int width)
    {
        var text = Text(Agreement with { Remarks = [string.Join(' ', Enumerable.Repeat("word", 60))] }, width: width);
        Assert.Equal(60, text.Split("word").Length - 1);
        Assert.All(
            text.Split('\n').Where(line => line.Contains("word", StringComparison.Ordinal)),
            line => Assert.Matches("^(note      |          )word( word)*$", line));
    }

    [Theory]
    [InlineData("agree", "2m", Verdict.Agree)]
    [InlineData("disagree", "9m", Verdict.Origin)]
    public void A_terminal_sees_the_outcome_as_a_colour(string what, string colour, Verdict verdict)
    {
        var text = Text(Agreement with { Tensors = [Agreement.Tensors[0] with { Verdict = verdict }] }, ansi: AnsiSupport.Yes);
        Assert.True(text.Split('\n')[^2].Contains($"\u001b[38;5;{colour}", StringComparison.Ordinal), $"{what}: {text}");
        Assert.DoesNotContain('\u001b', Text(Agreement));
    }

    [Fact]
    public void What_is_inherited_has_another_colour_than_its_origin()
    {
        var W = Agreement.Tensors[0];
        var lines = Text(
            Agreement with { Tensors = [W with { Verdict = Verdict.Origin }, W with { Name = "V", Verdict = Verdict.Inherited }] },
            ansi: AnsiSupport.Yes).Split('\n');
        var colours = lines.Where(line => line.Contains("(1,)", StringComparison.Ordinal))
            .Select(line => line[..line.IndexOf('m', StringComparison.Ordinal)]).ToList();
        Assert.Equal(2, colours.Distinct().Count());
        Assert.All(colours, colour => Assert.StartsWith("\u001b[38;5;", colour, StringComparison.Ordinal));
    }

    [Fact]
    public void The_labels_of_findings_are_bold_on_a_terminal_and_nothing_else_of_them()
    {
        var report = Agreement with { Remarks = ["Forward: it is not finite."] };
        Assert.Contains("\u001b[1mnote\u001b[0m      Forward: it is", Text(report, ansi: AnsiSupport.Yes), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', Text(report));
    }

    private static string Text(
        ComparisonReport report, ReportContext? context = null, int width = 10_000, AnsiSupport ansi = AnsiSupport.No)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = ansi,
            ColorSystem = ansi == AnsiSupport.Yes ? ColorSystemSupport.EightBit : ColorSystemSupport.NoColors,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = width;
        console.WriteReports(ConsoleReport.Of(report, context ?? Context));
        return writer.ToString().ReplaceLineEndings("\n");
    }
}
