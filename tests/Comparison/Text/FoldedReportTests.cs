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
    [InlineData(40, 0, 41)]
    [InlineData(41, 0, 1)]
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

    [Fact]
    public void What_agrees_in_one_part_of_a_network_is_one_line()
    {
        (string Name, bool IsRight)[] tensors =
        [
            ("wte", true), .. from layer in Enumerable.Range(0, 12) from tensor in Layer
                select ($"h.{layer}.{tensor}", (layer, tensor) != (3, "mlp.w")),
        ];
        var folded = TableOf(TableRows.Folded, tensors);
        Assert.Equal(1 + 1 + 12 + 1, folded.Count);
        Assert.Equal("wte       (1,)      agree", folded[1]);
        Assert.Equal(["h.2.*     4 tensors 4 agree", "h.3.*     3 tensors 3 agree", "h.3.mlp.w (1,)      origin"], folded[4..7]);
        Assert.Equal(1 + 49, TableOf(TableRows.All, tensors).Count);
    }

    [Theory]
    [InlineData(40, "h.0.attn.", "h.0.attn.w")]
    [InlineData(12, "h.0.", "h.0.attn.w")]
    [InlineData(1, "h.", "h.0.attn.w")]
    [InlineData(40, "blocks/1/", "blocks/1/w")]
    [InlineData(40, "wte", "wte")]
    public void The_finest_parts_that_are_few_are_taken(int most, string expected, string name)
    {
        string[] names = [.. from layer in Enumerable.Range(0, 12) from tensor in Layer
            select $"h.{layer}.{tensor}", "blocks/1/w", "blocks/1/b"];
        Assert.Equal(expected, NameParts.Of(name.StartsWith('h') ? names[..48] : names, most)!.PartOf(name));
    }

    [Fact]
    public void Names_without_parts_tell_none() => Assert.Null(NameParts.Of(["W1", "W2", "b.1"], most: 40));

    private static readonly string[] Layer = ["attn.w", "attn.b", "mlp.w", "mlp.b"];

    private static List<string> TableOf(int right, int wrong, TableRows rows)
    {
        (string Name, bool IsRight)[] tensors =
            [.. Enumerable.Range(0, right).Select(number => ($"r{number}", true)), .. Enumerable.Range(0, wrong)
                .Select(number => ($"w{number}", false))];
        return TableOf(rows, tensors);
    }

    private static List<string> TableOf(TableRows rows, params (string Name, bool IsRight)[] tensors) =>
    [
        .. PlainText.Lines(
            new PrintedReport
            {
                Table = new FoldedTable(rows).Of(
                    tensors, [new("tensor"), new("shape"), new("verdict")],
                    new TensorRow<(string Name, bool IsRight)>(
                        tensor => tensor.Name, tensor => tensor.IsRight, tensor => tensor.IsRight ? "agree" : "origin",
                        tensor => [tensor.Name, "(1,)", tensor.IsRight ? "agree" : "origin"],
                        (name, count, verdicts, _) => [name, count, verdicts])),
            },
            width: 80).Select(line => line.Text),
    ];

    private static List<string> Lines(string text, string label)
        => [.. text.Split('\n').Where(line => line.StartsWith(label, StringComparison.Ordinal))];

    // Each layer is a parameter of its own, so that none inherits another's mistake.
    private static Computation Layers(int count, Func<int, bool> wrong, Func<int, double>? factor = null)
    {
        var random = TorchSharp.torch.manual_seed(3);
        Leaf[] leaves = [.. Enumerable.Range(1, count)
            .Select(number => Leaf.Parameter($"W{number}", TorchSharp.torch.randn(4, generator: random)))];
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
