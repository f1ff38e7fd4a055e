using ScratchVsAutograd.Comparison.Printing;
using ScratchVsAutograd.Harness.Diff;
using ScratchVsAutograd.Harness.Diff.Causes;
using static ScratchVsAutograd.Tests.Support.StoredTensors;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Diff;

/// <summary>Why two stored tensors differ: factors of any size, orders of slices, noise; in every precision.</summary>
public sealed class DiffCausesTests : TensorTest
{
    private static readonly ScalarType[] Precisions = [ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16];

    private readonly TemporaryFolder folder = new();

    public override void Dispose()
    {
        folder.Dispose();
        base.Dispose();
    }

    public static TheoryData<ScalarType> Dtypes => [.. Precisions];

    public static TheoryData<ScalarType, double, string> Factors
    {
        get
        {
            var data = new TheoryData<ScalarType, double, string>();
            foreach (var dtype in Precisions)
            {
                data.Add(dtype, -1, "A's x has the wrong sign.");
                data.Add(dtype, 3, "A's x is 3 times too large.");
                data.Add(dtype, -0.125, "A's x is 8 times too small, and has the wrong sign.");
                data.Add(dtype, 2048, "A's x is 2048 times too large; 2048 is 2^11");
                if (dtype == ScalarType.Float16) continue;
                data.Add(dtype, 65536, "A's x is 65536 times too large; 65536 is 2^16");
                data.Add(dtype, 1 / 65536.0, "A's x is 65536 times too small.");
                data.Add(dtype, Math.Pow(2, 60), "A's x is 2^60 times too large; 2^60 is 2^60");
                data.Add(dtype, 1e-12, "A's x is 1E+12 times too small.");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Factors))]
    public void A_factor_of_any_size_is_named(ScalarType dtype, double factor, string expected)
    {
        var pair = Run(dtype, [24, 16], a => a * factor);
        Assert.StartsWith(expected, Assert.Single(pair.Explanations).Text, StringComparison.Ordinal);
        Assert.Null(pair.Likeness);
    }

    [Theory]
    [MemberData(nameof(Dtypes))]
    public void A_transpose_is_named(ScalarType dtype)
        => Assert.Equal(CauseKind.Transpose, Run(dtype, [32, 32], a => a.t()).Explanations[0].Cause);

    [Theory]
    [MemberData(nameof(Dtypes))]
    public void A_row_of_factors_is_named(ScalarType dtype)
        => Assert.Equal(
            CauseKind.FactorAlongAxis, Run(
                dtype, [16, 32], a => a * arange(1, 17, dtype: ScalarType.Float64).unsqueeze(1)).Explanations[0].Cause);

    [Theory]
    [MemberData(nameof(Dtypes))]
    public void A_mask_and_a_single_element_are_named(ScalarType dtype)
    {
        var mask = (arange(16 * 32, dtype: ScalarType.Int64).remainder(3) > 0).reshape(16, 32);
        Assert.Equal(CauseKind.MaskMissing, Run(dtype, [16, 32], a => a, b => b * mask).Explanations[0].Cause);
        Assert.Equal(
            CauseKind.SingleElement,
            Run(dtype, [16, 32], a => a + (arange(512, dtype: ScalarType.Int64) == 77).reshape(16, 32) * 3).Explanations[0].Cause);
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void Few_elements_in_half_precision_prove_nothing(ScalarType dtype)
    {
        Assert.Empty(Run(dtype, [3], a => a * 2).Explanations);
        Assert.Empty(Run(dtype, [64, 64], a => a, b => b.roll(7, 0) + randn(64, 64, dtype: ScalarType.Float64)).Explanations);
    }

    public static TheoryData<string, long[], string, string> Orders => new()
    {
        { "an LSTM's gates", [4 * 16, 12], "4x16:0,2,1,3", "0:0,2,1,3" },
        { "a bias of the same", [4 * 16], "4x16:0,2,1,3", "0:0,2,1,3" },
        { "gates of ONNX", [4 * 16, 12], "4x16:0,3,1,2", "0:0,2,3,1" },
        { "gates along the second axis", [12, 4 * 16], "4x16:0,1,3,2", "1:0,1,3,2" },
        { "a GRU's gates", [3 * 16, 12], "3x16:1,0,2", "0:1,0,2" },
        { "gate and up", [32, 12], "2x16:1,0", "0:1,0" },
        { "heads", [8 * 6, 12], "8x6:3,1,0,2,7,6,5,4", "0:2,1,3,0,7,6,5,4" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public void The_order_of_blocks_is_said_with_what_to_type(string what, long[] shape, string blocks, string expected)
    {
        var (sizes, order) = (blocks.Split(':')[0].Split('x'), blocks.Split(':')[1].Split(',').Select(long.Parse).ToArray());
        var axis = shape.Length == 2 && shape[0] == 12 ? 1 : 0;
        foreach (var dtype in Precisions)
        {
            var report = Report(
                dtype, shape, a => a.unflatten(axis, [.. sizes.Select(long.Parse)]).index_select(axis, tensor(order)).reshape(shape));
            Assert.True(expected == report.Pairs[0].Slices?.Text, $"{what} in {dtype}: {report.Pairs[0].Slices?.Text}");
            Assert.Equal(CauseKind.Permutation, report.Pairs[0].Explanations[0].Cause);
            Assert.Contains($"add --order 'x={expected}'", Assert.Single(report.Suggestions), StringComparison.Ordinal);
            Assert.True(Again(new DiffOptions { Orders = [OrderRule.Parse($"x={expected}")] }).Agrees);
        }
    }

    public static TheoryData<string, long[], long[], string, string> Views => new()
    {
        { "q, k and v interleaved", [3, 8, 16], [1, 0, 2], "0:8x3x16:1,0,2", "query, key and value for each head" },
        { "q, k and v stacked", [8, 3, 16], [1, 0, 2], "0:3x8x16:1,0,2", "stacked where B has them interleaved" },
        { "rotary halves", [4, 8, 2], [0, 2, 1], "0:4x2x8:0,2,1", "rotary embeddings" },
        { "rotary pairs", [4, 2, 8], [0, 2, 1], "0:4x8x2:0,2,1", "interleaved pairs where B has halves" },
        { "rotary of one head", [16, 2], [1, 0], "0:2x16:1,0", "rotary embeddings" },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public void The_order_of_what_an_axis_is_seen_as_is_said_with_what_to_type(
        string what, long[] view, long[] order, string expected, string name)
    {
        var size = view.Aggregate(1L, (product, length) => product * length);
        foreach (var dtype in Precisions)
        {
            var report = Report(dtype, [size, 10], a => a.reshape([.. view, 10]).permute([.. order, view.Length]).reshape(size, 10));
            Assert.True(expected == report.Pairs[0].Slices?.Text, $"{what} in {dtype}: {report.Pairs[0].Slices?.Text}");
            Assert.Contains(name, report.Pairs[0].Explanations[0].Text, StringComparison.Ordinal);
            Assert.True(Again(new DiffOptions { Orders = [OrderRule.Parse($"x={expected}")] }).Agrees);
        }
    }

    [Theory]
    [MemberData(nameof(Dtypes))]
    public void Noise_is_called_noise_and_what_has_nothing_in_common_is_called_so(ScalarType dtype)
    {
        Assert.Equal(LikenessKind.Noise, Run(dtype, [48, 40], a => a * (1 + 0.03 * randn_like(a))).Likeness?.Kind);
        Assert.Equal(LikenessKind.ScaledNoise, Run(dtype, [48, 40], a => 7 * a * (1 + 0.03 * randn_like(a))).Likeness?.Kind);
        Assert.Equal(LikenessKind.Unrelated, Run(dtype, [48, 40], a => randn_like(a)).Likeness?.Kind);
        Assert.Equal(LikenessKind.Unrelated, Run(dtype, [48, 40], a => 3 + randn_like(a), b => 3 + b).Likeness?.Kind);
        Assert.Equal(LikenessKind.Related, Run(dtype, [48, 40], a => a + randn_like(a)).Likeness?.Kind);
    }

    [Theory]
    [MemberData(nameof(Dtypes))]
    public void A_transpose_and_a_factor_together_are_named(ScalarType dtype)
    {
        var report = Report(dtype, [32, 32], a => a.t() * 64);
        Assert.StartsWith(
            "A's x, once its axes are in the order 1,0, is 64 times too large.", report.Pairs[0].Explanations[0].Text,
            StringComparison.Ordinal);
        Assert.Equal("x is a multiple of B once A's axes are in the order 1,0: add --permute 'x=1,0'", Assert.Single(report.Suggestions));
    }

    [Theory]
    [MemberData(nameof(Dtypes))]
    public void No_cause_is_made_up(ScalarType dtype)
    {
        // What each could be taken for: a row of factors, an order of slices, sorted elements.
        Assert.Empty(Run(dtype, [64, 64], a => a * (1 + 0.05 * randn_like(a)) * (3 * a).exp(), b => b * (3 * b).exp()).Explanations);
        Assert.Empty(
            Run(
                dtype, [64, 64], a => rand_like(a).flatten().sort().Values.reshape(64, 64), b => rand_like(b).flatten().sort().Values
                    .reshape(64, 64)).Explanations);
        Assert.Empty(Run(dtype, [2000], a => rand_like(a), b => rand_like(b)).Explanations);
        Assert.Empty(
            Run(
                dtype, [40, 40], a => randint(-1, 2, [40L, 40L]).to(ScalarType.Float64), b => randint(-1, 2, [40L, 40L])
                    .to(ScalarType.Float64)).Explanations);
        var oneRow = (arange(64, dtype: ScalarType.Int64) == 3).unsqueeze(1);
        var moved = Run(dtype, [64, 16], a => (a * oneRow).roll(6, 0), b => b * oneRow);
        Assert.DoesNotContain(moved.Explanations, explanation => explanation.Text.Contains("rotary", StringComparison.Ordinal)
            || explanation.Text.Contains("query", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Dtypes))]
    public void A_factor_of_a_thousand_elements_is_found_as_well(ScalarType dtype)
        => Assert.Equal(CauseKind.ConstantFactor, Assert.Single(Run(dtype, [40, 40], a => a * 0.37).Explanations).Cause);

    [Theory]
    [MemberData(nameof(Dtypes))]
    public void A_small_difference_that_follows_something_is_no_noise(ScalarType dtype)
    {
        Assert.Equal(LikenessKind.Near, Run(dtype, [48, 40], a => a + 0.05).Likeness?.Kind);
        Assert.Equal(LikenessKind.Near, Run(dtype, [48, 40], a => a + 0.08 * randn(48, 1, dtype: ScalarType.Float64)).Likeness?.Kind);
        Assert.Equal(
            LikenessKind.Near,
            Run(
                dtype, [48, 40], a => a + 0.5 * (arange(48 * 40, dtype: ScalarType.Int64).remainder(131) == 5)
                    .reshape(48, 40) * randn_like(a)).Likeness?.Kind);
    }

    [Fact]
    public void The_same_of_two_hundred_tensors_is_one_finding()
    {
        (string, TensorSnapshot)[] Tensors(double factor)
            => [.. Enumerable.Range(0, 200).Select(index => ($"layers.{index}.weight", Normal([8, 4 + (index % 3)], index, factor)))];
        var report = Differ.Run(
            Write(folder["c.safetensors"], Tensors(65536)), Write(folder["d.safetensors"], Tensors(1)), new DiffOptions());
        var lines = PlainText.Lines(DiffText.Of(report, TableRows.None), width: 400).Select(line => line.Text).ToList();
        Assert.Contains(
            "The same holds for layers.1.weight, layers.2.weight, layers.3.weight and 196 more.",
            Assert.Single(lines, line => line.StartsWith("why", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Single(lines, line => line.StartsWith("fix", StringComparison.Ordinal));
        Assert.InRange(lines.Count, 5, 12);
    }

    [Theory]
    [InlineData("0:0,1", true)]
    [InlineData("0:2x3:1,0", true)]
    [InlineData("0:0,0", false)]
    [InlineData("0:0", false)]
    [InlineData("0:1,2", false)]
    [InlineData("0:2x3:1,0,2", false)]
    [InlineData("0:0x3:1,0", false)]
    [InlineData("0:2x3x4", false)]
    [InlineData("-1:0,1", false)]
    [InlineData("1,0", false)]
    [InlineData("", false)]
    public void An_order_is_read_or_refused(string text, bool isOrder)
    {
        var order = SliceOrder.Parse(text);
        Assert.Equal(isOrder, order is not null);
        if (isOrder) Assert.Equal(text, order!.Text);
    }

    public static TheoryData<string> Mistakes => [.. Wrongs.Keys];

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Wrongs = new()
    {
        ["clipped by element"] = b => b.clamp(-1, 1),
        ["clipped by length"] = b => b * (3 / b.norm()),
        ["a wrong sign"] = b => -b,
        ["twice too large"] = b => b * 2,
        ["transposed"] = b => b.t(),
        ["flipped"] = b => b.flip(0),
        ["shifted"] = b => b.roll(1, 0),
        ["all zero"] = b => b * 0,
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Two_files_are_A_and_B_and_no_autograd(string mistake)
    {
        var explanations = Run(ScalarType.Float32, [40, 40], Wrongs[mistake]).Explanations;
        Assert.NotEmpty(explanations);
        Assert.All(
            explanations, why => Assert.DoesNotContain("autograd", why.Text + why.Evidence + why.Fix, StringComparison.OrdinalIgnoreCase));
        Assert.All(explanations, why => Assert.DoesNotContain("1600", why.Evidence, StringComparison.Ordinal));
    }

    private PairReport Run(ScalarType dtype, long[] shape, Func<Tensor, Tensor> change, Func<Tensor, Tensor>? changeB = null)
        => Report(dtype, shape, change, changeB).Pairs[0];

    private DiffReport Report(ScalarType dtype, long[] shape, Func<Tensor, Tensor> change, Func<Tensor, Tensor>? changeB = null)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var x = randn(shape, dtype: ScalarType.Float64);
        var (a, b) = (change(x).to(dtype), (changeB?.Invoke(x) ?? x).to(dtype));
        Write(folder["a.safetensors"], ("x", Snapshot(a)));
        Write(folder["b.safetensors"], ("x", Snapshot(b)));
        return Again(new DiffOptions());
    }

    private DiffReport Again(DiffOptions options) => Differ.Run(folder["a.safetensors"], folder["b.safetensors"], options);

    private static TensorSnapshot Snapshot(Tensor tensor)
        => Snapshots.Of(tensor.dtype, tensor.shape, tensor.to(ScalarType.Float64).contiguous().data<double>().ToArray());
}
