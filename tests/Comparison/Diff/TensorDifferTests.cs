using CsCheck;
using ScratchVsAutograd.Comparison.Diff;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diff;

public class TensorDifferTests
{
    private static readonly Tolerance Usual = new(1e-5, 1e-8);

    [Fact]
    public void Decides_as_allclose() => GradientPair.Any.Sample(
        pair =>
        {
            using var scope = NewDisposeScope();
            var (s, a) = pair.Tensors();
            var diff = TensorDiffer.Compare(s, a, pair.Tolerance);
            var working = pair.Dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
            var (rtol, atol, equalNaN) = pair.Tolerance;
            var close = s.to(working).isclose(a.to(working), rtol, atol, equalNaN);
            Assert.Equal(s.to(working).allclose(a.to(working), rtol, atol, equalNaN), diff.AllClose);
            Assert.Equal(close.logical_not().sum().item<long>(), diff.OutOfTolerance);
        },
        iter: 3000, threads: 1);

    [Fact]
    public void Measures_as_the_slow_implementation() => GradientPair.Any.Sample(
        pair =>
        {
            using var scope = NewDisposeScope();
            var (s, a) = pair.Tensors();
            DiffAssert.Same(SlowDiff.Compare(s, a, pair.Tolerance), TensorDiffer.Compare(s, a, pair.Tolerance));
        },
        iter: 1000, threads: 1);

    [Theory]
    [InlineData("+∞ is not −∞", double.PositiveInfinity, double.NegativeInfinity, false)]
    [InlineData("equal infinities agree", double.NegativeInfinity, double.NegativeInfinity, true)]
    [InlineData("∞ is not finite", double.PositiveInfinity, 1, false)]
    [InlineData("finite is not ∞", 1, double.PositiveInfinity, false)]
    [InlineData("NaN is no number", double.NaN, 1, false)]
    [InlineData("a number is not NaN", 1, double.NaN, false)]
    [InlineData("NaN is not NaN", double.NaN, double.NaN, false)]
    [InlineData("+0 is −0", 0.0, -0.0, true)]
    public void Special_values(string rule, double scratch, double autograd, bool agree)
    {
        foreach (var dtype in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16 })
        {
            using var scope = NewDisposeScope();
            var diff = TensorDiffer.Compare(tensor(scratch).to(dtype), tensor(autograd).to(dtype), Usual);
            Assert.True(agree == diff.AllClose, $"{rule}, in {dtype}");
            Assert.Equal(agree ? 0 : double.PositiveInfinity, diff.Budget);
        }
    }

    [Fact]
    public void Two_NaNs_agree_only_when_asked()
    {
        using var scope = NewDisposeScope();
        Assert.True(TensorDiffer.Compare(tensor(float.NaN), tensor(float.NaN), Usual with { EqualNaN = true }).AllClose);
        Assert.False(TensorDiffer.Compare(tensor(float.NaN), tensor(1f), Usual with { EqualNaN = true }).AllClose);
    }

    [Fact]
    public void Zeros_of_both_signs_are_equal_but_not_exact()
    {
        using var scope = NewDisposeScope();
        var diff = TensorDiffer.Compare(tensor(0f), tensor(-0f), new(0, 0));
        Assert.True(diff.AllClose);
        Assert.False(diff.Exact);
        Assert.Equal((0ul, 0.0, 0.0), (diff.MaxUlp, diff.MaxRel, diff.Budget));
    }

    [Fact]
    public void A_check_that_zeros_would_pass_is_blind()
    {
        using var scope = NewDisposeScope();
        var autograd = full(2000, 1e-9f);
        Assert.True(TensorDiffer.Compare(autograd, autograd, Usual).Blind);
        Assert.False(TensorDiffer.Compare(autograd, autograd, new(1e-5, 1e-10)).Blind);
        Assert.False(TensorDiffer.Compare(autograd, zeros(2000), Usual).Blind);
        autograd[1500] = 1;
        Assert.False(TensorDiffer.Compare(autograd, autograd, Usual).Blind);
    }

    [Fact]
    public void Lists_as_many_of_the_worst_as_asked()
    {
        using var scope = NewDisposeScope();
        var autograd = zeros(3000);
        var scratch = arange(3000, dtype: ScalarType.Float32) % 1000;
        var diff = TensorDiffer.Compare(scratch, autograd, new(0, 1), worst: 4);
        Assert.Equal([999, 1999, 2999, 998], diff.Worst.Select(element => element.Index));
        Assert.Empty(TensorDiffer.Compare(scratch, autograd, new(0, 1), worst: 0).Worst);
        Assert.Equal(998 * 3, TensorDiffer.Compare(scratch, autograd, new(0, 1), worst: 5000).Worst.Length);
    }

    [Fact]
    public void Reads_strided_tensors_in_row_major_order()
    {
        using var scope = NewDisposeScope();
        var rows = randn(37, 100);
        var autograd = rows.t()[TorchSharp.torch.TensorIndex.Slice(step: 3)];
        var scratch = autograd.clone();
        scratch[2, 5] += 1;
        var diff = TensorDiffer.Compare(scratch, autograd, Usual);
        Assert.False(autograd.is_contiguous());
        Assert.Equal((1, 2 * 37 + 5), (diff.OutOfTolerance, diff.MaxAbsIndex));
    }

    [Fact]
    public void Takes_tensors_that_require_grad()
    {
        using var scope = NewDisposeScope();
        var autograd = randn(10, requires_grad: true);
        Assert.True(TensorDiffer.Compare(autograd, autograd, Usual).Exact);
    }

    [Theory]
    [InlineData("shape", new long[] { 30 }, new long[] { 1, 30 })]
    [InlineData("broadcastable", new long[] { 2, 3 }, new long[] { 3 })]
    [InlineData("empty against scalar", new long[] { 0 }, new long[0])]
    public void Broadcasts_nothing(string difference, long[] scratchShape, long[] autogradShape)
    {
        using var scope = NewDisposeScope();
        var diff = TensorDiffer.Compare(zeros(scratchShape), zeros(autogradShape), Usual);
        Assert.False(diff.Comparable || diff.AllClose || diff.Exact, difference);
        Assert.Equal(diff.Autograd.Count, diff.OutOfTolerance);
        Assert.True(double.IsNaN(diff.MaxAbs) && double.IsNaN(diff.MaxRel) && double.IsNaN(diff.Budget) && double.IsNaN(diff.Sensitivity));
        Assert.Equal(scratchShape.Aggregate(1L, (product, size) => product * size), diff.Scratch.Zero);
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Bool)]
    [InlineData(ScalarType.ComplexFloat32)]
    public void Casts_nothing(ScalarType scratchDtype)
    {
        using var scope = NewDisposeScope();
        var diff = TensorDiffer.Compare(tensor(new[] { 0f, 1, 1 }).to(scratchDtype), tensor(new[] { 0f, float.NaN, -1 }), Usual);
        Assert.False(diff.Comparable || diff.AllClose);
        Assert.Equal(new Census(0, 0, 1, 2, 0, 0), diff.Scratch);
        Assert.Equal(new Census(0, 1, 1, 0, 0, 1), diff.Autograd);
    }

    [Theory]
    [InlineData("autograd's dtype", "Autograd's gradient is Int64; only float32, float64, bfloat16 and float16 can be compared.")]
    [InlineData("negative", "The tolerance is rtol 1E-05, atol -1; both have to be 0 or more, and finite in float32.")]
    [InlineData("NaN", "The tolerance is rtol NaN, atol 1E-08; both have to be 0 or more, and finite in float32.")]
    [InlineData("infinite", "The tolerance is rtol 1E-05, atol Infinity; both have to be 0 or more, and finite in float32.")]
    public void Says_what_cannot_be_compared(string what, string sentence)
    {
        using var scope = NewDisposeScope();
        var autograd = what == "autograd's dtype" ? tensor(1L) : tensor(1f);
        var tolerance = what switch
        {
            "negative" => Usual with { Absolute = -1 },
            "NaN" => Usual with { Relative = double.NaN },
            "infinite" => Usual with { Absolute = double.PositiveInfinity },
            _ => Usual,
        };
        var error = Assert.Throws<ArgumentException>(() => TensorDiffer.Compare(tensor(1f), autograd, tolerance));
        Assert.StartsWith(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_no_tensor_behind()
    {
        foreach (var dtype in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16 })
        {
            using var scope = NewDisposeScope();
            var (s, a, otherShape) = (randn(5, 700).to(dtype).t(), randn(5, 700).to(dtype).t(), zeros(3).to(dtype));
            var before = LiveTensors.Count();
            _ = TensorDiffer.Compare(s, a, Usual);
            _ = TensorDiffer.Compare(s, otherShape, Usual);
            _ = DevicePass.Measure(s, a, Usual, worst: 5);
            Assert.Equal(before, Tensor.TotalCount);
        }
    }
}
