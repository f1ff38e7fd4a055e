using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Judging;

/// <summary>
/// Every verdict on a made-up gradient of Z = W ∘ c + B with L = Σ Z ∘ u, W and Z (2, 3), B (1, 3): right is dZ = u, dW = dZ ∘ c,
/// dB = Σ rows of dZ. One thing is made wrong at a time.
/// </summary>
public sealed class VerdictTests : TensorTest
{
    private const float Infinity = float.PositiveInfinity, NaN = float.NaN;

    private static readonly float[,] Weights = { { 1, -2, 3 }, { -4, 5, -6 } };

    /// <summary>
    /// What backward writes for W, given dZ ∘ c, and the verdict; null where the words for it are still to come, and it only must not pass.
    /// </summary>
    private static readonly Dictionary<string, (Func<Tensor, Tensor?> Written, Verdict? Expected)> Writings = new()
    {
        ["right"] = (dW => dW, Verdict.Agree),
        ["off by less than the tolerance"] = (dW => dW * (1 + 4e-6), Verdict.Agree),
        ["off by more than the tolerance"] = (dW => dW * (1 + 4e-5), null),
        ["twice as large"] = (dW => dW * 2, null),
        ["the other sign"] = (dW => -dW, null),
        ["one element wrong"] = (dW => With(dW, 1, 2, 7f), null),
        ["zero"] = (dW => zeros_like(dW), null),
        ["nothing"] = (_ => null, Verdict.Missing),
        ["another shape that broadcasts"] = (dW => dW.sum(0, keepdim: true), Verdict.Shape),
        ["another shape of as many elements"] = (dW => dW.reshape(3, 2), Verdict.Shape),
        ["a scalar"] = (_ => tensor(1f), Verdict.Shape),
        ["float64"] = (dW => dW.to(ScalarType.Float64), Verdict.Dtype),
        ["whole numbers"] = (dW => dW.to(ScalarType.Int64), Verdict.Dtype),
        ["NaN in one place"] = (dW => With(dW, 0, 1, NaN), Verdict.NonFinite),
        ["infinity in one place"] = (dW => With(dW, 1, 0, -Infinity), Verdict.NonFinite),
        ["NaN everywhere"] = (dW => full_like(dW, NaN), Verdict.NonFinite),
    };

    /// <summary>Both sides' gradient of W = (w, w, w), given by c; and the verdict.</summary>
    private static readonly Dictionary<string, (float[] Autograd, float[] Scratch, Verdict Expected)> Specials = new()
    {
        ["zero on both sides"] = ([0, 0, 0], [0, 0, 0], Verdict.Zero),
        ["zero and negative zero"] = ([0, 0, 0], [-0f, 0, -0f], Verdict.Zero),
        ["one element not zero"] = ([0, 0, 1], [0, 0, 1], Verdict.Agree),
        ["the same NaN on both sides"] = ([1, NaN, 2], [1, NaN, 2], Verdict.NonFinite),
        ["NaN for autograd only"] = ([1, NaN, 2], [1, 3, 2], Verdict.NonFinite),
        ["the same infinity on both sides"] = ([1, Infinity, 2], [1, Infinity, 2], Verdict.Agree),
        ["infinities of other signs"] = ([1, Infinity, 2], [1, -Infinity, 2], Verdict.NonFinite),
        ["infinities in other places"] = ([1, Infinity, 2], [Infinity, 1, 2], Verdict.NonFinite),
        ["infinity against NaN"] = ([1, Infinity, 2], [1, NaN, 2], Verdict.NonFinite),
    };

    /// <summary>What backward writes for a leaf that forward does not use.</summary>
    private static readonly Dictionary<string, (float[]? Written, Verdict Expected)> Unused = new()
    {
        ["nothing"] = (null, Verdict.Zero),
        ["zeros"] = ([0, 0], Verdict.Zero),
        ["a gradient"] = ([0, 1], Verdict.Extra),
        ["NaN"] = ([NaN, 0], Verdict.Extra),
    };

    public static TheoryData<string> WritingNames => [.. Writings.Keys];

    public static TheoryData<string> SpecialNames => [.. Specials.Keys];

    public static TheoryData<string> UnusedNames => [.. Unused.Keys];

    [Theory]
    [MemberData(nameof(WritingNames))]
    public void When_backward_writes(string what)
    {
        var (written, expected) = Writings[what];
        var report = Run((t, d, dW) =>
        {
            if (written(dW) is { } gradient) d.Add(t["W"], gradient);
        });
        AssertVerdict(expected, Find(report, "W"));
        Assert.Equal(Verdict.Agree, Find(report, "Z").Verdict);
        Assert.Equal(Verdict.Agree, Find(report, "B").Verdict);
        Assert.Equal(expected == Verdict.Agree, report.Agrees);
    }

    [Theory]
    [MemberData(nameof(SpecialNames))]
    public void When_the_two_sides_hold(string what)
    {
        var (autograd, scratch, expected) = Specials[what];
        var computation = Computation.From(
            "special", [new Leaf("W", zeros(3), LeafRole.Parameter), new Leaf("c", tensor(autograd), LeafRole.Constant)],
            t => (t["W"] * t["c"]).sum(), (t, d) => d.Add(t["W"], tensor(scratch)));
        var report = Comparer.Run(computation);
        AssertVerdict(expected, Assert.Single(report.Tensors));
        Assert.Equal(expected is Verdict.Agree or Verdict.Zero && double.IsFinite(report.Loss), report.Agrees);
    }

    [Theory]
    [MemberData(nameof(UnusedNames))]
    public void When_forward_does_not_use_a_parameter_and_backward_writes(string what)
    {
        var (written, expected) = Unused[what];
        var computation = Computation.From(
            "unused", [new Leaf("W", ones(2), LeafRole.Parameter), new Leaf("unused", ones(2), LeafRole.Parameter)],
            t => (t["W"] * t["W"]).sum(),
            (t, d) =>
            {
                d.Add(t["W"], t["W"] * 2);
                if (written is not null) d.Add(t["unused"], tensor(written));
            });
        var report = Comparer.Run(computation);
        Assert.Equal(["W", "unused"], report.Tensors.Select(tensor => tensor.Name));
        AssertVerdict(expected, report.Tensors[1]);
        Assert.Null(report.Tensors[1].Diff);
    }

    [Fact]
    public void A_dead_unit_has_a_zero_gradient_and_passes_strictly()
    {
        var computation = Computation.From(
            "dead", [new Leaf("B", tensor([-1f, -2f]), LeafRole.Parameter)],
            t => nn.functional.relu(t["B"]).sum(), (t, d) => d.Add(t["B"], t["B"].gt(0).to(ScalarType.Float32)));
        var report = Comparer.Run(computation, new ComparisonOptions { Strict = true });
        Assert.Equal(Verdict.Zero, Assert.Single(report.Tensors).Verdict);
        Assert.True(report.Agrees);
    }

    [Fact]
    public void The_notebooks_bias_of_one_axis_less_is_caught_although_it_broadcasts()
    {
        var report = Run((t, d, dW) => d.Add(t["W"], dW), dB: dZ => dZ.sum([0L]));
        var bias = Find(report, "B");
        Assert.Equal(Verdict.Shape, bias.Verdict);
        Assert.Equal([3L], bias.ScratchShape!.Value.AsEnumerable());
        Assert.Contains("the gradient of B has shape (3,), the tensor has (1, 3)", bias.Note, StringComparison.Ordinal);
        Assert.Equal(Verdict.Agree, Find(report, "W").Verdict);
    }

    [Fact]
    public void A_tensor_used_twice_needs_both_contributions()
    {
        Assert.Equal(Verdict.Agree, Twice((t, d) =>
        {
            d.Add(t["W"], t["W"]);
            d.Add(t["W"], t["W"]);
        }).Verdict);
        Assert.False(Twice((t, d) => d.Add(t["W"], t["W"])).Verdict.Passes(strict: false));

        static TensorReport Twice(Action<Trace, Gradients> backward) => Assert.Single(Comparer.Run(Computation.From(
            "twice", [new Leaf("W", tensor(Weights), LeafRole.Parameter)], t => (t["W"] * t["W"]).sum(), backward)).Tensors);
    }

    [Fact]
    public void A_disposed_gradient_is_noted_and_the_rest_is_judged()
    {
        var report = Run((t, d, dW) =>
        {
            var gradient = dW.clone();
            gradient.Dispose();
            d.Add(t["W"], gradient);
        });
        var W = Find(report, "W");
        Assert.Equal(Verdict.Missing, W.Verdict);
        Assert.Contains("a disposed tensor; hand it over before its dispose scope ends", W.Note, StringComparison.Ordinal);
        Assert.Equal(Verdict.Agree, Find(report, "B").Verdict);
        Assert.False(report.Agrees);
    }

    [Fact]
    public void A_backward_that_throws_is_quoted_with_its_line_and_judged_up_to_there()
    {
        var line = 0;
        var report = Run((_, _, _) =>
        {
            line = Here();
            throw new NotSupportedException("no such layer");
        });
        Assert.Contains($"VerdictTests.cs:{line + 1} with NotSupportedException: no such layer", report.Failure, StringComparison.Ordinal);
        Assert.Equal(Verdict.Agree, Find(report, "Z").Verdict);
        Assert.Equal(Verdict.Agree, Find(report, "B").Verdict);
        Assert.Equal(Verdict.Missing, Find(report, "W").Verdict);
        Assert.False(report.Agrees);
    }

    [Fact]
    public void A_backward_that_reads_an_unknown_name_is_quoted_with_the_line_that_reads_it()
    {
        var line = 0;
        var report = Run((t, d, _) =>
        {
            line = Here();
            d.Add(t["W"], t["nobody's"]);
        });
        Assert.Contains($"VerdictTests.cs:{line + 1} with KeyNotFoundException", report.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_native_failure_is_quoted_in_one_line_without_the_librarys_own_stack()
    {
        var report = Run((t, d, dW) => d.Add(t["W"], dW.mm(dW)));
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied", report.Failure, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', report.Failure!);
        Assert.DoesNotContain("frame #", report.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backward_that_throws_does_not_agree_even_if_every_gradient_does()
    {
        var report = Run((t, d, dW) =>
        {
            d.Add(t["W"], dW);
            throw new NotSupportedException("at the end");
        });
        Assert.All(report.Tensors, tensor => Assert.Equal(Verdict.Agree, tensor.Verdict));
        Assert.False(report.Agrees);
    }

    [Fact]
    public void A_gradient_that_nobody_wrote_stops_backward_where_it_is_read()
    {
        var line = 0;
        var report = Comparer.Run(Affine((t, d) =>
        {
            line = Here();
            d.Add(t["W"], d[t["Z"]] * t["c"]);
        }));
        Assert.Equal(Verdict.Missing, Find(report, "Z").Verdict);
        Assert.Equal(["Z"], report.Faults.AsEnumerable());
        Assert.Equal(line + 1, Find(report, "Z").FaultAt!.Line);
        Assert.Contains("reads the gradient of Z, which nobody has written", report.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_that_has_no_name_and_nobody_wrote_stops_backward()
    {
        var report = Comparer.Run(Affine((t, d) => d.Add(t["W"], d[t["Z"] + 1])));
        Assert.Contains("an unnamed tensor of shape (2, 3), which nobody has written", report.Failure, StringComparison.Ordinal);
    }

    private static ComparisonReport Run(Action<Trace, Gradients, Tensor> writeW, Func<Tensor, Tensor>? dB = null)
        => Comparer.Run(Affine((t, d) =>
    {
        d.Add(t["Z"], t["u"]);
        var dZ = d[t["Z"]];
        d.Add(t["B"], dB is null ? dZ.sum(0, keepdim: true) : dB(dZ));
        writeW(t, d, dZ * t["c"]);
    }));

    private static Computation Affine(Action<Trace, Gradients> backward) => Computation.From(
        "affine",
        [
            new Leaf("W", tensor(Weights), LeafRole.Parameter),
            new Leaf("B", tensor(new float[,] { { 0.5f, 1, -1 } }), LeafRole.Parameter),
            new Leaf("c", tensor(new float[,] { { 2, 3, 0.5f }, { -1, 1, 4 } }), LeafRole.Constant),
            new Leaf("u", tensor(new float[,] { { 1, -1, 2 }, { 3, 0.25f, -2 } }), LeafRole.Constant),
        ],
        t => (t.Watch("Z", t["W"] * t["c"] + t["B"]) * t["u"]).sum(), backward);

    private static Tensor With(Tensor gradient, long row, long column, float value)
    {
        var changed = gradient.clone();
        changed[row, column] = tensor(value);
        return changed;
    }

    private static void AssertVerdict(Verdict? expected, TensorReport tensor)
    {
        if (expected is { } verdict)
            Assert.Equal(verdict, tensor.Verdict);
        else
            Assert.False(tensor.Verdict.Passes(strict: false), tensor.Verdict.ToString());
    }

    private static TensorReport Find(ComparisonReport report, string name) => report.Tensors.Single(tensor => tensor.Name == name);

    private static int Here([CallerLineNumber] int line = 0) => line;
}
