using ScratchVsAutograd.Harness.Diff;
using static ScratchVsAutograd.Tests.Support.StoredTensors;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Diff;

/// <summary>What two stored tensors come to, and what is suggested where they do not match.</summary>
public sealed class DifferTests : TensorTest
{
    private static readonly Dictionary<string, (TensorSnapshot A, TensorSnapshot B, string Verdict)> Pairs = new()
    {
        ["equal"] = (Normal([3, 4], 1), Normal([3, 4], 1), "agree"),
        ["rounded otherwise"] = (Normal([3, 4], 1, 1 + 1e-7), Normal([3, 4], 1), "agree"),
        ["off by a ten-thousandth"] = (Normal([3, 4], 1, 1.0001), Normal([3, 4], 1), "disagree"),
        ["zeros"] = (Normal([3], 1, 0), Normal([3], 1, -0.0), "zero"),
        ["empty"] = (MadeUpReport.Float32([0, 2]), MadeUpReport.Float32([0, 2]), "zero"),
        ["zeros for something"] = (Normal([3], 1, 0), Normal([3], 1), "disagree"),
        ["zeros for something tiny"] = (Normal([3], 1, 0), Normal([3], 1, 1e-10), "blind"),
        ["twice something tiny"] = (Normal([3], 1, 2e-10), Normal([3], 1, 1e-10), "blind"),
        ["something tiny"] = (Normal([3], 1, 1e-10), Normal([3], 1, 1e-10), "agree"),
        ["off by a hundredth of something small"] = (Normal([3], 1, 1.01e-7), Normal([3], 1, 1e-7), "blind"),
        ["NaN on one side"] = (MadeUpReport.Float32([2], double.NaN, 1), MadeUpReport.Float32([2], 1, 1), "non-finite"),
        ["NaN on both"] = (MadeUpReport.Float32([2], double.NaN, 1), MadeUpReport.Float32([2], double.NaN, 1), "non-finite"),
        ["infinities of one sign"] = (
            MadeUpReport.Float32([2], double.PositiveInfinity, 1), MadeUpReport.Float32([2], double.PositiveInfinity, 1), "agree"),
        ["infinities of two signs"] = (
            MadeUpReport.Float32([1], double.PositiveInfinity), MadeUpReport.Float32([1], double.NegativeInfinity), "non-finite"),
        ["a shape that would be broadcast"] = (Normal([1, 3], 1), Normal([3], 1), "shape"),
        ["another dtype"] = (Snapshots.Of(ScalarType.Float64, [2], 1, 2), MadeUpReport.Float32([2], 1, 2), "dtype"),
        ["bfloat16 within its tolerance"] = (
            Snapshots.Of(ScalarType.BFloat16, [2], 1.0078125, 2), Snapshots.Of(ScalarType.BFloat16, [2], 1, 2), "agree"),
        ["bfloat16 out of it"] = (
            Snapshots.Of(ScalarType.BFloat16, [2], 1.03125, 2), Snapshots.Of(ScalarType.BFloat16, [2], 1, 2), "disagree"),
        ["float16 out of its tolerance"] = (
            Snapshots.Of(ScalarType.Float16, [2], 1.0078125, 2), Snapshots.Of(ScalarType.Float16, [2], 1, 2), "disagree"),
    };

    private readonly TemporaryFolder folder = new();

    public override void Dispose()
    {
        folder.Dispose();
        base.Dispose();
    }

    public static TheoryData<string> PairNames => [.. Pairs.Keys];

    [Theory]
    [MemberData(nameof(PairNames))]
    public void The_verdict_is(string name)
    {
        var (a, b, verdict) = Pairs[name];
        Assert.Equal(verdict, Word(Run([("x", a)], [("x", b)])));
    }

    [Fact]
    public void The_verdict_of_compare_is_the_same_word()
    {
        string[] own = ["disagree", "blind"];
        Assert.Equal(
            own, Enum.GetValues<PairVerdict>().Select(verdict => verdict.Word())
                .Except(Enum.GetValues<Verdict>().Select(verdict => verdict.Word())));
    }

    [Theory]
    [InlineData("'<i8'", "agree", 5, 5)]
    [InlineData("'<i8'", "disagree", 5, 6)]
    [InlineData("'<i8'", "disagree", 9007199254740993, 9007199254740992)]
    [InlineData("'|b1'", "disagree", 1, 0)]
    public void Whole_numbers_have_to_be_equal(string descriptor, string expected, long a, long b)
    {
        var width = descriptor == "'|b1'" ? 1 : 8;
        byte[] File(long value) => RawFiles.Npy(
            $"{{'descr': {descriptor}, 'fortran_order': False, 'shape': (1,), }}", BitConverter.GetBytes(value)[..width]);
        System.IO.File.WriteAllBytes(folder["a.npy"], File(a));
        System.IO.File.WriteAllBytes(folder["b.npy"], File(b));
        // One array on either side needs no name.
        Assert.Equal(expected, Word(Differ.Run(folder["a.npy"], folder["b.npy"], new DiffOptions())));
    }

    [Theory]
    [InlineData(ScalarType.Float64, ScalarType.Float32, ScalarType.Float32)]
    [InlineData(ScalarType.Float32, ScalarType.BFloat16, ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16, ScalarType.BFloat16, ScalarType.BFloat16)]
    [InlineData(ScalarType.Float64, ScalarType.Float16, ScalarType.Float16)]
    public void Cast_holds_the_values_to_the_less_precise_dtype(ScalarType a, ScalarType b, ScalarType held)
    {
        var report = Run([("x", Snapshots.Of(a, [2], 1, 0.5))], [("x", Snapshots.Of(b, [2], 1, 0.5))], new DiffOptions { Cast = true });
        Assert.Equal(("agree", held), (Word(report), report.Pairs[0].Precision));
        var off = 1 + 4 * ScratchVsAutograd.Tolerance.For(held).Relative;
        Assert.Equal(
            "disagree",
            Word(Run([("x", Snapshots.Of(a, [2], off, 0.5))], [("x", Snapshots.Of(b, [2], 1, 0.5))], new DiffOptions { Cast = true })));
    }

    [Theory]
    [InlineData("a constant factor", CauseKind.ConstantFactor)]
    [InlineData("a sign", CauseKind.Sign)]
    [InlineData("a transpose", CauseKind.Transpose)]
    [InlineData("zeros", CauseKind.AllZero)]
    public void Why_is_named(string what, CauseKind expected)
    {
        var b = Normal([4, 4], 2);
        var a = what switch
        {
            "a constant factor" => Normal([4, 4], 2, 2),
            "a sign" => Normal([4, 4], 2, -1),
            "a transpose" => Transposed(b),
            _ => Normal([4, 4], 2, 0),
        };
        var explanation = Run([("x", a)], [("x", b)]).Pairs[0].Explanations[0];
        Assert.Equal(expected, explanation.Cause);
        Assert.StartsWith("A's x", explanation.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("autograd", explanation.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_large_tensor_a_part_is_explained_which_is_named_and_of_many_the_first()
    {
        (string, TensorSnapshot)[] b = [.. Enumerable.Range(0, 9).Select(index => ($"x{index}", Normal([1000, 300], index)))];
        var report = Run(
            [.. b.Select(tensor => (tensor.Item1, RowByRow(tensor.Item2)))], b, new DiffOptions { WhyTime = TimeSpan.FromHours(1) });
        Assert.StartsWith("A's x0[0:218]", report.Pairs[0].Explanations[0].Text, StringComparison.Ordinal);
        Assert.Equal([true, true, true, true, true, true, true, true, false], report.Pairs.Select(pair => pair.IsExplored));
        Assert.All(report.Pairs, pair => Assert.Equal(pair.IsExplored, pair.Explanations.Length > 0));
    }

    [Fact]
    public void Where_there_is_no_more_time_the_verdict_is_the_same_and_no_cause_is_sought()
    {
        (string, TensorSnapshot)[] b = [.. Enumerable.Range(0, 9).Select(index => ($"x{index}", Normal([4, 4], index)))];
        (string, TensorSnapshot)[] a = [.. b.Select((tensor, index) => (tensor.Item1, Normal([4, 4], index, 2)))];
        var clock = new SteppingClock(TimeSpan.FromMilliseconds(1));
        var report = Run(a, b, new DiffOptions { WhyTime = TimeSpan.FromMilliseconds(12), Clock = clock });
        Assert.All(report.Pairs, pair => Assert.Equal(PairVerdict.Disagree, pair.Verdict));
        Assert.True(report.Pairs[0].IsExplored);
        Assert.False(report.Pairs[^1].IsExplored);
        Assert.All(report.Pairs, pair => Assert.Equal(pair.IsExplored, pair.Explanations.Length > 0));
        Assert.All(Run(a, b, new DiffOptions { WhyTime = TimeSpan.Zero }).Pairs, pair => Assert.False(pair.IsExplored));
    }

    [Fact]
    public void A_factor_is_found_in_all_of_a_large_tensor_and_in_all_of_many()
    {
        (string, TensorSnapshot)[] Tensors(double factor)
            => [.. Enumerable.Range(0, 9).Select(index => ($"x{index}", Normal([1000, 300], index, factor)))];
        Assert.All(
            Run(Tensors(-1), Tensors(1)).Pairs, pair => Assert.Equal($"A's {pair.Name} has the wrong sign.", pair.Explanations[0].Text));
    }

    [Fact]
    public void A_layout_that_agrees_is_suggested_and_the_suggestion_works()
    {
        var (w, v) = (Normal([3, 4], 1), Normal([5, 2], 2));
        (string, TensorSnapshot)[] a = [("l1.weight", Transposed(w)), ("l2.weight", Transposed(v)), ("m", Normal([2, 2], 3))];
        (string, TensorSnapshot)[] b = [("l1.weight", w), ("l2.weight", v), ("m", Normal([2, 2], 3))];
        var suggestion = Assert.Single(Run(a, b).Suggestions);
        Assert.EndsWith("add --permute '*weight=1,0'", suggestion, StringComparison.Ordinal);
        Assert.True(Run(a, b, new DiffOptions { Permutations = [Permutation.Parse("*weight=1,0")] }).Agrees);
    }

    [Fact]
    public void A_layout_that_only_fits_is_suggested_where_no_other_does()
    {
        (string, TensorSnapshot)[] a = [("W", Transposed(Normal([3, 4], 1, 2))), ("K", Normal([2, 2, 3], 2))];
        (string, TensorSnapshot)[] b = [("W", Normal([3, 4], 1)), ("K", Normal([3, 2, 2], 2))];
        Assert.Equal("W has B's shape once A's axes are in the order 1,0: add --permute 'W=1,0'", Assert.Single(Run(a, b).Suggestions));
        var permuted = Run(a, b, new DiffOptions { Permutations = [Permutation.Parse("W=1,0")] });
        Assert.Equal(("disagree", CauseKind.ConstantFactor), (permuted.Pairs[0].Verdict.Word(), permuted.Pairs[0].Explanations[0].Cause));
        Assert.Empty(permuted.Suggestions);
    }

    [Fact]
    public void Axes_are_ordered_after_those_of_size_1_are_left_out()
    {
        var b = Normal([3, 4], 1);
        var options = new DiffOptions { Squeeze = true, Permutations = [Permutation.Parse("W=1,0")] };
        var a = Transposed(b);
        Assert.True(Run([("W", MadeUpReport.Float32([1, 4, 3], a.Elements()))], [("W", b)], options).Agrees);
    }

    [Fact]
    public void Axes_of_size_1_are_left_out_where_that_was_suggested()
    {
        (string, TensorSnapshot)[] a = [("b", Normal([1, 3], 1))];
        (string, TensorSnapshot)[] b = [("b", Normal([3], 1))];
        Assert.Contains("add --squeeze", Assert.Single(Run(a, b).Suggestions), StringComparison.Ordinal);
        Assert.True(Run(a, b, new DiffOptions { Squeeze = true }).Agrees);
    }

    [Theory]
    [InlineData("module.x module.y", "x y", "s|^module\\.||")]
    [InlineData("x y", "model.x model.y", "s|^|model.|")]
    [InlineData("x.grad y.grad", "x y", "s|\\.grad$||")]
    [InlineData("x y", "x.grad y.grad", "s|$|.grad|")]
    public void A_common_beginning_or_end_is_suggested_and_the_suggestion_works(string namesA, string namesB, string rule)
    {
        (string, TensorSnapshot)[] Tensors(string names) => [.. names.Split(' ').Select((name, index) => (name, Normal([2, 2], index)))];
        var suggestion = Assert.Single(Run(Tensors(namesA), Tensors(namesB)).Suggestions);
        Assert.EndsWith($"add --map '{rule}'", suggestion, StringComparison.Ordinal);
        Assert.True(Run(Tensors(namesA), Tensors(namesB), new DiffOptions { Rules = [NameRule.Parse(rule)] }).Agrees);
    }

    [Fact]
    public void Partners_of_other_names_are_suggested_by_their_sizes_then_by_their_values_and_then_by_what_is_left()
    {
        (string, TensorSnapshot)[] a = [
            ("W1", Normal([3, 4], 1)), ("b1", Normal([1, 3], 2)), ("P", Normal([2, 2], 3)), ("Q", Normal([2, 2], 4))];
        (string, TensorSnapshot)[] b = [
            ("0.w", Transposed(Normal([3, 4], 1))), ("0.c", Normal([3], 5)), ("q", Normal([2, 2], 4)), ("r", Normal([2, 2], 6))];
        Assert.Equal(["W1 0.w", "b1 0.c", "P r", "Q q"], Run(a, b).SuggestedNames.Select(names => $"{names.A} {names.B}"));
    }

    [Fact]
    public void What_only_one_side_has_is_extra_or_missing()
    {
        var report = Run([("x", Normal([2], 1)), ("mine", Normal([7], 1))], [("theirs", Normal([5], 1)), ("x", Normal([2], 1))]);
        Assert.Equal(["x agree", "mine extra", "theirs missing"], report.Pairs.Select(pair => $"{pair.Name} {pair.Verdict.Word()}"));
        Assert.Empty(report.SuggestedNames);
        Assert.True(
            Run(
                [("x", Normal([2], 1)), ("mine", Normal([7], 1))], [("x", Normal([2], 1))],
                new DiffOptions { Ignored = [new Glob("m*")] }).Agrees);
    }

    [Fact]
    public void A_dump_stands_for_what_was_written_by_hand_unless_another_side_is_asked_for()
    {
        (string, TensorSnapshot)[] dump = [
            ("W/value", Normal([2], 1)), ("W/scratch", Normal([2], 2)), ("W/autograd", Normal([2], 3)), ("b/value", Normal([1], 1))];
        Assert.Equal("agree", Word(Run(dump, [("W", Normal([2], 2))])));
        Assert.Equal("disagree", Word(Run(dump, [("W", Normal([2], 3))])));
        Assert.Equal("agree", Word(Run(dump, [("W", Normal([2], 3))], new DiffOptions { DumpSides = ("autograd", "autograd") })));
        var mixed = Run(dump, dump, new DiffOptions { DumpSides = ("scratch", "value") });
        Assert.Equal(["W disagree", "b missing"], mixed.Pairs.Select(pair => $"{pair.Name} {pair.Verdict.Word()}"));
    }

    [Fact]
    public void No_tensor_outlives_a_diff()
    {
        (string, TensorSnapshot)[] a = [("x", Normal([3, 3], 1)), ("y", Normal([1, 3], 2)), ("z", Normal([2], 2))];
        (string, TensorSnapshot)[] b = [("x", Normal([3, 3], 4)), ("y", Normal([3], 2)), ("w", Normal([2], 2))];
        Run(a, b);
        Assert.Equal(0, LiveTensorsLeftBy(() => Run(a, b)));
    }

    private DiffReport Run((string, TensorSnapshot)[] a, (string, TensorSnapshot)[] b, DiffOptions? options = null)
        => Differ.Run(Write(folder["a.safetensors"], a), Write(folder["b.safetensors"], b), options ?? new DiffOptions());

    // Each row times its own number, which only the signatures know.
    private static TensorSnapshot RowByRow(TensorSnapshot tensor)
        => MadeUpReport.Float32(
            [.. tensor.Shape], [.. tensor.Elements().Select((element, index) => element * (2 + index / (int)tensor.Shape[1]))]);

    private static string Word(DiffReport report) => Assert.Single(report.Pairs).Verdict.Word();
}
