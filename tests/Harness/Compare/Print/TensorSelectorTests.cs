using ScratchVsAutograd.Harness.Compare.Print;
using ScratchVsAutograd.Harness.Options;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Compare.Print;

public sealed class TensorSelectorTests
{
    private static readonly ComparisonReport Report = MadeUpReport.Of(ScalarType.Float32,
        Tensor("W1", 30, 64), Tensor("K", 4, 3, 5, 5), Tensor("scale"), Tensor("none", 0, 3));

    [Theory]
    [InlineData("W1[3]", "[3, 0:64]")]
    [InlineData("W1[3, 7]", "[3, 7]")]
    [InlineData("W1[0:4,0:6]", "[0:4, 0:6]")]
    [InlineData("W1[:, 2:5]", "[0:30, 2:5]")]
    [InlineData("W1[:]", "[0:30, 0:64]")]
    [InlineData("W1[-1]", "[29, 0:64]")]
    [InlineData("W1[-2:, :-60]", "[28:30, 0:4]")]
    [InlineData("W1[-30]", "[0, 0:64]")]
    [InlineData("W1[28:1000, -1000:2]", "[28:30, 0:2]")]
    [InlineData(" W1 [ 1 : 3 , 4 ] ", "[1:3, 4]")]
    [InlineData("K[2, 1]", "[2, 1, 0:5, 0:5]")]
    [InlineData("K[:, 0, 1:3, -1]", "[0:4, 0, 1:3, 4]")]
    public void A_part_is_NumPys(string text, string slice) =>
        Assert.Equal(slice, Assert.Single(TensorSelector.Parse(text).Select(Report)).Slice!.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("[0]")]
    [InlineData("W1[0")]
    [InlineData("W1[0]x")]
    [InlineData("W1[]")]
    [InlineData("W1[0,]")]
    [InlineData("W1[a]")]
    [InlineData("W1[0:4:2]")]
    [InlineData("W1[1.5]")]
    [InlineData("W1[...]")]
    [InlineData("W1[99999999999999999999]")]
    [InlineData("W1[--1]")]
    public void What_is_no_selector_is_refused_with_examples(string text)
    {
        var error = Assert.Throws<InputException>(() => TensorSelector.Parse(text));
        Assert.Contains($"\"{text}\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("W1[0:4, 0:6]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("W9", "made-up compares no tensor \"W9\"; it has W1, K, scale, none.")]
    [InlineData("w1", "made-up compares no tensor \"w1\"; it has W1, K, scale, none.")]
    [InlineData("all[0]", "made-up compares no tensor \"all\"; it has W1, K, scale, none.")]
    [InlineData("W1[0, 1, 2:]", "W1 has 2 axes, shape (30, 64); \"W1[0, 1, 2:]\" names 3.")]
    [InlineData("scale[0]", "scale has 0 axes, shape (); \"scale[0]\" names 1.")]
    [InlineData("W1[30]", "axis 0 of W1 has no index 30; it has 30 elements, -30 to 29.")]
    [InlineData("W1[0, -65]", "axis 1 of W1 has no index -65; it has 64 elements, -64 to 63.")]
    [InlineData("W1[5:5]", "\"5:5\" is an empty range of axis 0 of W1, which has 30 elements: give a start before its stop.")]
    [InlineData("W1[:, 64:]", "\"64:\" is an empty range of axis 1 of W1, which has 64 elements: give a start before its stop.")]
    [InlineData("W1[-1:0]", "\"-1:0\" is an empty range of axis 0 of W1, which has 30 elements: give a start before its stop.")]
    public void What_the_report_does_not_have_is_refused(string text, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<InputException>(() => TensorSelector.Parse(text).Select(Report)).Message);

    [Fact]
    public void A_name_alone_has_no_part() => Assert.Null(Assert.Single(TensorSelector.Parse("W1").Select(Report)).Slice);

    [Fact]
    public void All_is_every_tensor_in_order() =>
        Assert.Equal(["W1", "K", "scale", "none"], TensorSelector.Parse("all").Select(Report).Select(selected => selected.Tensor.Name));

    [Fact]
    public void Worst_is_the_one_that_used_most_of_its_budget()
    {
        var report = MadeUpReport.Of(
            ScalarType.Float32, Off("a", 1e-7, Verdict.Agree), Off("b", 0.1, Verdict.Origin), Off("c", 0.01, Verdict.Origin));
        Assert.Equal("b", WorstOf(report));
        Assert.Equal("c", WorstOf(report with { Tensors = [report.Tensors[0], report.Tensors[2]] }));
    }

    [Fact]
    public void Worse_than_any_number_is_a_gradient_that_cannot_be_compared()
    {
        var missing = MadeUpReport.Tensor("d", Verdict.Missing, [1], (null, MadeUpReport.Float32([1], 1)));
        var unused = MadeUpReport.Tensor("e", Verdict.Zero, [1], (null, null));
        Assert.Equal("d", WorstOf(MadeUpReport.Of(ScalarType.Float32, unused, Off("b", 0.1, Verdict.Origin), missing)));
        Assert.Equal("a", WorstOf(MadeUpReport.Of(ScalarType.Float32, unused, Off("a", 1e-7, Verdict.Agree))));
    }

    [Fact]
    public void Nothing_compared_has_no_worst() =>
        Assert.Throws<InputException>(() => TensorSelector.Parse("worst").Select(MadeUpReport.Of(ScalarType.Float32)));

    private static string WorstOf(ComparisonReport report) => Assert.Single(TensorSelector.Parse("worst").Select(report)).Tensor.Name;

    private static TensorReport Off(string name, double by, Verdict verdict) =>
        MadeUpReport.Tensor(name, verdict, [1], (MadeUpReport.Float32([1], 1 + by), MadeUpReport.Float32([1], 1)));

    private static TensorReport Tensor(string name, params long[] shape) => MadeUpReport.Tensor(name, Verdict.Zero, shape, (null, null));
}
