using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Harness.Output;
using Spectre.Console;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Output;

public sealed class ConsoleReportTests : TensorTest
{
    private const int TerminalWidth = 80;

    private static readonly ReportContext Context = new(Seed: 7, Data: "made-up, 2 rows", Command: "scratch-vs-autograd");

    [Theory]
    [InlineData("he")]
    [InlineData("randn")]
    public void The_notebooks_tables_fit_a_terminal(string initialization)
    {
        var context = Context with { Data = "digits, 64 features, 10 classes, 1437 training and 360 validation rows" };
        var blocks = Text(new NotebookRun(initialization).Report(), context).Split("\n\n");
        var tables = blocks.Where(block => block.StartsWith("tensor ", StringComparison.Ordinal)
            || block.StartsWith("worst elements ", StringComparison.Ordinal)).ToList();
        Assert.Equal(initialization == "he" ? 1 : 2, tables.Count);
        Assert.All(tables.Prepend(blocks[0]).SelectMany(block => block.Split('\n')), line => Assert.InRange(line.Length, 1, TerminalWidth));
    }

    [Fact]
    public void Sentences_are_wrapped_between_words_at_a_terminals_width()
    {
        var text = Text(new NotebookRun("randn").Report(), Context, width: TerminalWidth);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, TerminalWidth));
        Assert.Contains("Z2 goes wrong in src/Scratch/Ops/SoftmaxCrossEntropy.cs:", Flat(text), StringComparison.Ordinal);
        Assert.Contains("W1, B1, Z1, A1, W2 and B2 inherit it", Flat(text), StringComparison.Ordinal);
        Assert.Contains("Autograd is right about the loss as written", Flat(text), StringComparison.Ordinal);
    }

    [Fact]
    public void The_header_says_what_was_run_on_what()
    {
        var lines = Text(Report(Pair("W", [1], [1]))).Split('\n');
        Assert.Equal("made-up on cpu, float32, seed 7", lines[0]);
        Assert.Equal("data      made-up, 2 rows", lines[1]);
        Assert.StartsWith("versions  TorchSharp 0.", lines[2], StringComparison.Ordinal);
        Assert.Equal("tolerance |scratch - autograd| <= 1e-8 + 1e-5 * |autograd|", lines[3]);
        Assert.Equal("loss      2.7270014", lines[4]);
    }

    [Fact]
    public void A_seed_that_nothing_used_is_not_claimed()
        => Assert.StartsWith("made-up on cpu, float32\n", Text(Report(Pair("W", [1], [1])), Context with { Seed = null }), StringComparison.Ordinal);

    [Fact]
    public void An_agreement_is_a_line_a_tensor_and_a_sentence()
    {
        var text = Text(Report(Pair("W1", [1, 2], [1, 2]), Pair("B1", [0.5f], [0.5f * (1 + 5e-6f)])));
        Assert.Equal(["W1", "(2,)", "True", "equal", "0", "0", "0", "0/2", "agree"], Row(text, "W1"));
        Assert.Equal(["B1", "(1,)", "True", "differ"], Row(text, "B1")[..4]);
        Assert.DoesNotContain("worst elements", text, StringComparison.Ordinal);
        Assert.EndsWith("AGREE: both gradients written by hand are autograd's, within tolerance.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_notes_in_brackets_are_text_and_not_markup()
    {
        var text = Text(Report(
            Pair("layers[0].W", [1], [2]),
            Pair("[red]B[/]", [1], [2]) with { Note = "written as [bold](3,)[/], see list[0]" },
            Pair("[unclosed", [1], [1])) with
        { Faults = ["[red]B[/]"] });
        Assert.Contains("layers[0].W", text, StringComparison.Ordinal);
        Assert.Contains("[red]B[/][0]", text, StringComparison.Ordinal);
        Assert.Contains("Written as [bold](3,)[/], see list[0]", Flat(text), StringComparison.Ordinal);
        Assert.Contains("[unclosed", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Worst_elements_come_with_digits_that_differ()
    {
        var text = Text(Report(Pair("W", [0, 1.0001f], [0, 1.0002f])));
        var worst = text[text.IndexOf("worst elements", StringComparison.Ordinal)..];
        Assert.Equal(["W[1]", "1.0001e+00", "1.0002e+00"], Row(worst, "W[1]")[..3]);
    }

    [Fact]
    public void A_gradient_without_a_counterpart_has_no_numbers_and_a_sentence()
    {
        var text = Text(Report(Pair("W", [1], [1]) with { Diff = null, ScratchShape = null, Verdict = Verdict.Missing }));
        Assert.Equal(["W", "(1,)", "-", "-", "-", "-", "-", "-", "missing"], Row(text, "W"));
        Assert.Contains("W: backward wrote no gradient, and autograd's is not zero.", Flat(text), StringComparison.Ordinal);
        Assert.Contains("DISAGREE: 1 of 1 gradients written by hand is not autograd's; furthest off is W (missing).", Flat(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Non_finite_elements_are_counted_on_both_sides()
    {
        var text = Text(Report(Pair("W", [float.NaN, 1], [1, float.NegativeInfinity])));
        Assert.Equal("non-finite", Row(text, "W")[^1]);
        Assert.Contains("W: scratch has 1 NaN, 0 +inf, 0 -inf of 2, autograd 0 NaN, 0 +inf, 1 -inf of 2.", Flat(text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_of_backward_is_quoted_and_closes_the_report()
    {
        var text = Text(Report(Pair("W", [1], [1])) with { Failure = "backward stopped at Mlp.cs:7 with KeyNotFoundException: no [W9]." });
        Assert.Contains("stopped The hand-written backward stopped at Mlp.cs:7 with KeyNotFoundException: no [W9].", Flat(text), StringComparison.Ordinal);
        Assert.EndsWith("DISAGREE: the hand-written backward did not run to its end.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_agreement_that_says_nothing_is_called_so()
        => Assert.Contains(
            "and zeros would have passed for W", Flat(Text(Report(Pair("W", [1e-9f], [1e-9f]) with { HeldToItsScale = true }))), StringComparison.Ordinal);

    [Theory]
    [InlineData("agree", "2m", 1f)]
    [InlineData("disagree", "9m", 2f)]
    public void A_terminal_sees_the_outcome_as_a_colour(string what, string colour, float scratch)
    {
        var text = Text(Report(Pair("W", [scratch], [1])), ansi: AnsiSupport.Yes);
        Assert.True(text.Split('\n')[^2].Contains($"\u001b[38;5;{colour}", StringComparison.Ordinal), $"{what}: {text}");
    }

    private static string Flat(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static string[] Row(string text, string name) => text.Split('\n')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .First(cells => cells is [var first, ..] && first == name);

    private static ComparisonReport Report(params TensorReport[] tensors) => new()
    {
        Computation = "made-up",
        Device = "cpu",
        Dtype = ScalarType.Float32,
        Tolerance = Tolerance.For(ScalarType.Float32),
        Loss = 2.727001428604126,
        Tensors = [.. tensors],
    };

    private static TensorReport Pair(string name, float[] scratch, float[] autograd)
    {
        var diff = TensorDiffer.Compare(tensor(scratch), tensor(autograd), Tolerance.For(ScalarType.Float32));
        var finite = diff.Scratch.NonFinite + diff.Autograd.NonFinite == 0;
        return new TensorReport
        {
            Name = name,
            Role = TensorRole.Parameter,
            Shape = [autograd.Length],
            ScratchShape = [scratch.Length],
            Diff = diff,
            // Where it does not agree, any word that needs no sentence of its own.
            Verdict = diff.AllClose ? Verdict.Agree : finite ? Verdict.Dtype : Verdict.NonFinite,
        };
    }

    private static string Text(
        ComparisonReport report, ReportContext? context = null, int width = 10_000, AnsiSupport ansi = AnsiSupport.No)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = ansi,
            ColorSystem = ansi == AnsiSupport.Yes ? ColorSystemSupport.EightBit : ColorSystemSupport.NoColors,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = width;
        ConsoleReport.Write(console, report, context ?? Context);
        return writer.ToString().ReplaceLineEndings("\n");
    }
}
