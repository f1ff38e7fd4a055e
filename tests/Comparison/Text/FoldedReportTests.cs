using ScratchVsAutograd.Comparison.Printing;

namespace ScratchVsAutograd.Tests.Comparison.Text;

/// <summary>Reports on many tensors: one finding for one cause, and no page of lines that say "agree".</summary>
public sealed class FoldedReportTests : TensorTest
{
    [Fact]
    public void A_line_that_is_wrong_in_many_layers_is_one_finding()
    {
        var text = TextReport.Of(Comparer.Run(Layers(40, wrong: number => number > 10)));
        Assert.Single(Lines(text, "where"));
        Assert.Single(Lines(text, "who"));
        Assert.Contains("the same holds for", text, StringComparison.Ordinal);
        Assert.Contains("and 26 more", text, StringComparison.Ordinal);
        Assert.EndsWith("and 27 more.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_whose_cause_was_not_looked_for_is_in_the_finding_of_its_line()
    {
        var report = Comparer.Run(Layers(5, wrong: _ => true));
        var first = report.Faults[0];
        var text = TextReport.Of(report with
        {
            Tensors = [.. report.Tensors.Select(tensor => tensor.Name == report.Faults[3] ? tensor : tensor with { Explanations = [] })],
        });
        Assert.Single(Lines(text, "where"));
        Assert.StartsWith($"where     {report.Faults[3]} goes wrong", Lines(text, "where")[0], StringComparison.Ordinal);
        Assert.Contains(first, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_factors_are_other_findings()
    {
        var report = Comparer.Run(Layers(2, wrong: _ => true, factor: number => number + 1));
        Assert.Equal(2, Lines(TextReport.Of(report), "where").Count);
    }

    [Theory]
    [InlineData(50, 0, 51)]
    [InlineData(51, 0, 1)]
    [InlineData(60, 3, 5)]
    public void Many_that_agree_are_one_line(int right, int wrong, int expected)
        => Assert.Equal(expected, TableOf(right, wrong, TableRows.Folded).Count);

    [Fact]
    public void What_is_folded_is_counted()
    {
        Assert.Equal("and 60 more that pass: 60 agree", TableOf(60, 3, TableRows.Folded)[^1]);
        Assert.Equal("all 60 tensors pass: 60 agree", TableOf(60, 0, TableRows.Folded)[^1]);
        Assert.Equal("and one more that passes: 1 agree", TableOf(1, 3, TableRows.Failing)[^1]);
        Assert.Equal("and 50 more that fail", TableOf(0, 250, TableRows.Folded)[^1]);
        Assert.Equal(251, TableOf(0, 250, TableRows.Failing).Count);
        Assert.Equal(64, TableOf(60, 3, TableRows.All).Count);
        Assert.Empty(TableOf(60, 3, TableRows.None));
    }

    private static List<string> TableOf(int right, int wrong, TableRows rows)
    {
        bool[] tensors = [.. Enumerable.Repeat(true, right), .. Enumerable.Repeat(false, wrong)];
        return [.. new FoldedTable(rows)
            .Lines(tensors, new TextTable(new TextTable.Column("tensor")), isRight => isRight, isRight => isRight ? "agree" : "origin", isRight => [isRight ? "agree" : "origin"])
            .Select(line => line.Text)];
    }

    private static List<string> Lines(string text, string label)
        => [.. text.Split('\n').Where(line => line.StartsWith(label, StringComparison.Ordinal))];

    // Each layer is a parameter of its own, so that none inherits another's mistake.
    private static Computation Layers(int count, Func<int, bool> wrong, Func<int, double>? factor = null)
    {
        var random = TorchSharp.torch.manual_seed(3);
        Leaf[] leaves = [.. Enumerable.Range(1, count).Select(number => Leaf.Parameter($"W{number}", TorchSharp.torch.randn(4, generator: random)))];
        return Computation.From(
            "layers", leaves,
            t => leaves.Select(leaf => t[leaf.Name].square().sum()).Aggregate((sum, term) => sum + term),
            (t, d) =>
            {
                for (var number = 1; number <= count; number++)
                    d.Add(t[$"W{number}"], 2 * t[$"W{number}"] * (wrong(number) ? factor?.Invoke(number) ?? 3 : 1));
            });
    }
}
