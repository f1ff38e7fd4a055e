using TorchSharp;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Functions;

/// <summary>Custom autograd functions, right ones and one wrong in each way.</summary>
public sealed class FunctionCheckerTests : TensorTest
{
    private static readonly Dictionary<string, (Func<object[], Tensor> Apply, string Input, FunctionVerdict Verdict, string Says)> Wrong =
        new()
        {
            ["sign"] = (WrongSign.apply, "x", FunctionVerdict.Origin, "where x goes wrong in tests/Comparison/Functions/Products.cs:"),
            ["factor"] = (WrongFactor.apply, "w", FunctionVerdict.Origin, "is 1.001 times too large"),
            ["one element"] = (OneWrongElement.apply, "x", FunctionVerdict.Origin, "x[1, 2]"),
            ["forgets upstream"] = (ForgetsUpstream.apply, "x", FunctionVerdict.Origin, "The gradient of x ignores the upstream gradient"),
            ["zero"] = (ZeroGradient.apply, "w", FunctionVerdict.Origin, "The gradient of w is zero everywhere"),
            ["not finite"] = (NotFinite.apply, "x", FunctionVerdict.NonFinite, "DISAGREE: backward fails for x."),
            ["raw strides"] = (RawStrides.apply, "x", FunctionVerdict.Layout, "with an upstream gradient with gaps between its elements"),
            ["forward modifies"] = (ForwardModifies.apply, "x", FunctionVerdict.Modified, "Forward changes x in place"),
            ["backward modifies"] = (BackwardModifies.apply, "w", FunctionVerdict.Modified, "Backward changes w in place"),
            ["null for a needed one"] = (NullForNeeded.apply, "w", FunctionVerdict.Missing, "Backward returns no gradient for w"),
            ["forgets where one needs"] = (ForgetsWhereOneNeeds.apply, "w", FunctionVerdict.Needs, "with a gradient needed by w alone"),
            ["second call"] = (
            Accumulates.apply, "w", FunctionVerdict.Unrepeatable, "Two calls of backward in a row give two different gradients of w."),
        };

    private static readonly Dictionary<string, (Func<object[], Tensor> Apply, string Says)> Refused = new()
    {
        ["too few gradients"] = (TooFewGradients.apply, "backward returned 1 gradients, and forward has 2 arguments"),
        ["wrong shape"] = (WrongShape.apply, "autograd refused what backward returned:"),
        ["throws"] = (Throws.apply, "backward stopped at tests/Comparison/Functions/Products.cs:"),
    };

    private static readonly Dictionary<string, (Func<object[], Tensor> Apply, string Says)> Violating = new()
    {
        ["throws where one needs"] = (ThrowsWhereOneNeeds.apply, "with a gradient needed by w alone, backward stopped at"),
        ["modifies upstream"] = (ModifiesUpstream.apply, "backward changes its upstream gradient in place"),
        ["forward counts"] = (ForwardCounts.apply, "forward returns something else when it is called again"),
    };

    private static readonly Dictionary<string, (Func<object[], List<Tensor>> Apply, string Says)> WrongOfTwoOutputs = new()
    {
        ["ignores absent upstream"] = (IgnoresAbsentUpstream.apply, "With output number 1 used alone, backward stopped at"),
        ["drops a lone output"] = (DropsLoneOutput.apply, "The gradient of y is different with output number 2 used alone."),
        ["gradient for a number"] = (
            GradientForANumber.apply, "backward returned a gradient for argument 2 of forward, which is not a tensor"),
        ["misses a term"] = (MissesATerm.apply, "DISAGREE: backward fails for y."),
    };

    private readonly Leaf[] inputs;

    public FunctionCheckerTests()
    {
        random.manual_seed(5);
        inputs = [new("x", randn(3, 4), LeafRole.Input), new("w", randn(3, 4), LeafRole.Parameter)];
    }

    public static TheoryData<string> WrongNames => [.. Wrong.Keys];

    public static TheoryData<string> RefusedNames => [.. Refused.Keys];

    public static TheoryData<string> ViolatingNames => [.. Violating.Keys];

    public static TheoryData<string> WrongOfTwoOutputsNames => [.. WrongOfTwoOutputs.Keys];

    [Fact]
    public void Right_functions_agree()
    {
        GradientAssert.Agrees(Sample(RightProduct.apply));
        GradientAssert.Agrees(Sample(LazyProduct.apply));
        GradientAssert.Agrees(Pair(RightSumAndProduct.apply));
        GradientAssert.Agrees(
            new FunctionSample("composed", inputs, t => RightProduct.apply(RightProduct.apply(t["x"].exp(), t["w"]), t["w"]).sin()));
    }

    [Theory, MemberData(nameof(WrongNames))]
    public void A_wrong_one_is_found_and_its_other_input_passes(string name)
    {
        var (apply, input, verdict, says) = Wrong[name];
        var report = FunctionChecker.Run(Sample(apply));
        Assert.False(report.Agrees);
        Assert.Null(report.Failure);
        Assert.Equal((input, verdict), (input, report.Inputs.Single(each => each.Name == input).Verdict));
        if (verdict != FunctionVerdict.Modified) Assert.True(report.Inputs.Single(each => each.Name != input).Verdict.Passes());
        Assert.Contains(says, Words(report), StringComparison.Ordinal);
    }

    [Fact]
    public void The_line_is_that_of_the_return_and_the_cause_that_of_a_computation()
    {
        var report = FunctionChecker.Run(new("softmax", inputs[..1], t => SoftmaxWithoutItsSum.apply(t["x"])));
        var place = Assert.Single(report.BackwardAt);
        var line = File.ReadAllLines(Path.Combine(Repository.Root, place.File.TrimStart('.', '/')))[place.Line - 1];
        Assert.Contains("return [Y * dY];", line, StringComparison.Ordinal);
        Assert.Equal("backward", place.Member);
        var explanation = report.Inputs[0].Explanations[0];
        Assert.Equal(place, explanation.Source);
        Assert.Contains("lacks the term − Σ₁(dY ", explanation.Text, StringComparison.Ordinal);
        Assert.Contains(
            $"where x goes wrong in {place} (backward). why The gradient of x lacks the term", Words(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_forward_that_autograd_cannot_follow_is_explained_by_the_measured_numbers()
    {
        var report = FunctionChecker.Run(new("exp", inputs[..1], t => ExponentialInNoGrad.apply(t["x"])));
        Assert.Contains("wrong sign", report.Inputs[0].Explanations[0].Text, StringComparison.Ordinal);
        Assert.Contains("That leaves", report.Inputs[0].Explanations[0].Evidence, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(RefusedNames))]
    public void What_would_end_the_process_is_a_sentence(string name)
    {
        var (apply, says) = Refused[name];
        var report = FunctionChecker.Run(Sample(apply));
        Assert.False(report.Agrees);
        Assert.Contains(says, report.Failure, StringComparison.Ordinal);
        Assert.EndsWith("DISAGREE: the function did not run to completion.", Words(report), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(ViolatingNames))]
    public void What_no_function_may_do_fails_also_where_the_numbers_are_right(string name)
    {
        var (apply, says) = Violating[name];
        var report = FunctionChecker.Run(Sample(apply));
        Assert.False(report.Agrees);
        Assert.Contains(report.Violations, violation => violation.Contains(says, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(WrongOfTwoOutputsNames))]
    public void Each_output_may_be_used_alone(string name)
    {
        var (apply, says) = WrongOfTwoOutputs[name];
        var exception = Assert.Throws<FunctionMismatchException>(() => GradientAssert.Agrees(Pair(apply)));
        Assert.Contains(says, Words(exception.Report), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Environment.NewLine + FunctionTextReport.Of(exception.Report), exception.Message);
    }

    [Fact]
    public void A_composed_sample_blames_the_wrong_function_in_it()
    {
        var report = FunctionChecker.Run(new("composed", inputs, t => RightProduct.apply(WrongSign.apply(t["x"], t["w"]), t["w"]).exp()));
        Assert.Equal(FunctionVerdict.Origin, report.Inputs[0].Verdict);
    }

    [Fact]
    public void An_input_that_needs_no_gradient_is_not_judged()
    {
        var report = FunctionChecker.Run(
            new("half", [inputs[0], inputs[1] with { Role = LeafRole.Constant }], t => NullForNeeded.apply(t["x"], t["w"])));
        Assert.True(report.Agrees);
        Assert.Equal(["x"], report.Inputs.Select(input => input.Name));
    }

    [Fact]
    public void A_sample_at_kinks_says_nothing_and_does_not_pass()
    {
        Leaf[] zeros = [new("x", torch.zeros(4), LeafRole.Input)];
        var report = FunctionChecker.Run(new("relu", zeros, t => t["x"].relu()));
        Assert.Equal((FunctionVerdict.Inconclusive, 4), (report.Inputs[0].Verdict, report.Inputs[0].Inconclusive));
        Assert.False(report.Agrees);
    }

    [Fact]
    public void A_gradient_that_is_zero_by_right_is_called_so()
    {
        var report = FunctionChecker.Run(new("unused", inputs, t => RightProduct.apply(t["x"], t["w"] * 0)));
        Assert.Equal([FunctionVerdict.Zero, FunctionVerdict.Zero], report.Inputs.Select(input => input.Verdict));
    }

    [Fact]
    public void A_sample_without_anything_to_differentiate_is_refused()
    {
        Leaf[] constants = [inputs[0] with { Role = LeafRole.Constant }];
        var exception = Assert.Throws<ArgumentException>(() => FunctionChecker.Run(new("constants", constants, t => t["x"])));
        Assert.StartsWith("No input of 'constants' needs a gradient;", exception.Message, StringComparison.Ordinal);
        var detached = FunctionChecker.Run(new("detached", inputs, t => RightProduct.apply(t["x"].detach(), t["w"].detach())));
        Assert.StartsWith("no output depends on an input", detached.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Checking_leaves_no_tensors_and_repeats()
    {
        var sample = Sample(WrongFactor.apply);
        FunctionReport? first = null, second = null;
        FunctionChecker.Run(sample);
        Assert.Equal(0, LiveTensorsLeftBy(() => first = FunctionChecker.Run(sample)));
        second = FunctionChecker.Run(sample);
        Assert.Equal(FunctionTextReport.Of(first!), FunctionTextReport.Of(second));
    }

    private static string Words(FunctionReport report)
        => string.Join(' ', FunctionTextReport.Of(report).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private FunctionSample Sample(Func<object[], Tensor> apply) => new("product", inputs, t => apply([t["x"], t["w"]]));

    private FunctionSample Pair(Func<object[], List<Tensor>> apply)
        => new("pair", [inputs[0] with { Name = "x" }, inputs[1] with { Name = "y" }], t => apply([t["x"], 1.5, t["y"]]));
}
