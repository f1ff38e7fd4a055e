using ScratchVsAutograd.Comparison.Diff;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Text;

public sealed class TextReportTests : TensorTest
{
    [Theory]
    [InlineData("he", 1)]
    [InlineData("randn", 2)]
    public void The_notebooks_report_fits_a_terminal_tables_and_all(string initialization, int expectedTables)
    {
        var text = TextReport.Of(new NotebookRun(initialization, Witness: WitnessMode.Auto).Report());
        var tables = text.Split("\n\n").Count(block => block.StartsWith("tensor ", StringComparison.Ordinal)
            || block.StartsWith("worst elements ", StringComparison.Ordinal));
        Assert.Equal(expectedTables, tables);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, TextReport.DefaultWidth));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(400)]
    public void Sentences_are_broken_between_words_and_lose_none(int width)
    {
        var report = MadeUpReport.OfEveryVerdict with
        {
            Failure = "backward stopped at Mlp.cs:7 with KeyNotFoundException: no tensor of that name.",
        };
        var text = TextReport.Of(report, width);
        Assert.All(
            text.Split('\n').SkipWhile(line => !line.StartsWith("contract ", StringComparison.Ordinal)).TakeWhile(line => line.Length > 0),
            line => Assert.InRange(line.Length, 1, width));
        Assert.Contains(report.Failure, Flowing(text), StringComparison.Ordinal);
        Assert.EndsWith("DISAGREE: the hand-written backward did not run to completion. ", Flowing(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_finding_is_in_it()
    {
        var report = MadeUpReport.OfEveryVerdict;
        var text = Flowing(TextReport.Of(report));
        Assert.All(
            [
                .. report.Violations, .. report.Remarks, .. report.Witness.Select(testimony => testimony.Sentence),
                .. report.Explanations.SelectMany(explanation => new[] { explanation.Text, explanation.Evidence, explanation.Fix }),
            ],
            sentence => Assert.Contains(sentence, text, StringComparison.Ordinal));
        Assert.All(report.Tensors, tensor => Assert.Contains($" {tensor.Verdict.Word()} ", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_two_causes_either_may_be_the_one()
    {
        var report = MadeUpReport.OfEveryVerdict;
        var other = report.Explanations[0] with { Text = "A row of dZ1 is wrong.", Fix = "Look at row 3." };
        var text = Flowing(TextReport.Of(report with
        {
            Tensors = [
                .. report.Tensors.Select(tensor => tensor.Name == "Z1"
                    ? tensor with { Explanations = [.. tensor.Explanations, other] }
                    : tensor)],
        }));
        Assert.Contains("why Either this or the next: One element of dZ1 is wrong.", text, StringComparison.Ordinal);
        Assert.Contains("or A row of dZ1 is wrong.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Either", Flowing(TextReport.Of(report)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_header_says_what_was_held_to_what()
    {
        var lines = TextReport.Of(Report(Pair("W", [1], [1]))).Split('\n');
        Assert.Equal("made-up on cpu, float32", lines[0]);
        Assert.Contains("tolerance |scratch - autograd| <= 1e-8 + 1e-5 * |autograd|", lines);
        Assert.Contains("loss      2.7270014", lines);
    }

    [Fact]
    public void An_agreement_is_a_line_a_tensor_and_a_sentence()
    {
        var text = TextReport.Of(Report(Pair("W1", [1, 2], [1, 2]), Pair("B1", [0.5f], [0.5f * (1 + 5e-6f)])));
        Assert.Equal(["W1", "(2,)", "True", "equal", "0", "0", "0", "0/2", "agree"], Row(text, "W1"));
        Assert.Equal(["B1", "(1,)", "True", "differ"], Row(text, "B1")[..4]);
        Assert.DoesNotContain("worst elements", text, StringComparison.Ordinal);
        Assert.EndsWith("AGREE: both hand-written gradients match autograd's, within tolerance.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Worst_elements_come_with_digits_that_differ()
    {
        var text = TextReport.Of(Report(Pair("W", [0, 1.0001f], [0, 1.0002f])));
        var worst = text[text.IndexOf("worst elements", StringComparison.Ordinal)..];
        Assert.Equal(["W[1]", "1.0001e+00", "1.0002e+00"], Row(worst, "W[1]")[..3]);
    }

    [Fact]
    public void A_gradient_without_a_counterpart_has_no_numbers_and_a_sentence()
    {
        var text = TextReport.Of(Report(Pair("W", [1], [1]) with { Diff = null, ScratchShape = null, Verdict = Verdict.Missing }));
        Assert.Equal(["W", "(1,)", "-", "-", "-", "-", "-", "-", "missing"], Row(text, "W"));
        Assert.Contains("W: backward wrote no gradient, but autograd's is not zero.", Flowing(text), StringComparison.Ordinal);
        Assert.Contains("DISAGREE: the only hand-written gradient does not match autograd's;", Flowing(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Non_finite_elements_are_counted_on_both_sides()
    {
        var text = TextReport.Of(Report(Pair("W", [float.NaN, 1], [1, float.NegativeInfinity])));
        Assert.Equal("non-finite", Row(text, "W")[^1]);
        Assert.Contains(
            "W: scratch has 1 NaN, 0 +inf, 0 -inf of 2, autograd 0 NaN, 0 +inf, 1 -inf of 2.", Flowing(text), StringComparison.Ordinal);
    }

    [Fact]
    public void An_agreement_that_says_nothing_is_called_so()
        => Assert.Contains(
            "and an all-zero gradient would have passed for W",
            Flowing(TextReport.Of(Report(Pair("W", [1e-9f], [1e-9f]) with { HeldToItsScale = true }))), StringComparison.Ordinal);

    private static string Flowing(string text)
        => string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)) + " ";

    private static string[] Row(string text, string name) => text.Split('\n')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .First(cells => cells is [var first, ..] && first == name);

    private static ComparisonReport Report(params TensorReport[] tensors)
        => MadeUpReport.Of(ScalarType.Float32, tensors) with { Loss = 2.727001428604126 };

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
            Verdict = diff.AllClose ? Verdict.Agree : finite ? Verdict.Origin : Verdict.NonFinite,
            Reason = VerdictReason.RoundsNoWorse,
        };
    }
}
