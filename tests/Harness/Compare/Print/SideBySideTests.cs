using System.Text.RegularExpressions;
using CsCheck;
using ScratchVsAutograd.Harness.Compare.Print;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Compare.Print;

public sealed class SideBySideTests
{
    [Fact]
    public void A_wrong_element_is_in_the_middle_and_marked() => AssertPrinted("Z1", null,
        """
        Z1 (5, 6): origin, 1 of 30 elements out of tolerance
        Z1[0:5, 1:3] around [3, 2], the worst element (budget 97.5)

           scratch               | autograd              | difference
                    1          2 |          1          2 |          1          2
        0   5.999e-01 -1.675e-01 |  5.999e-01 -1.675e-01 |         0          0
        1  -1.803e-01  1.433e-01 | -1.803e-01  1.433e-01 |         0          0
        2   1.305e+00 -1.634e-01 |  1.305e+00 -1.634e-01 |         0          0
        3   1.269e+00 -3.899e-02 |  1.269e+00 -3.895e-02 |         0  -3.90e-05*
        4  -1.045e+00  3.090e-01 | -1.045e+00  3.090e-01 |         0          0

        * out of tolerance: |difference| > 1e-08 + 1e-05 |autograd|

        """);

    [Fact]
    public void A_part_is_printed_in_bands_of_as_many_columns_as_fit() => AssertPrinted("Z1", "Z1[2:4, :3]",
        """
        Z1 (5, 6): origin, 1 of 30 elements out of tolerance
        Z1[2:4, 0:3]

           scratch               | autograd              | difference
                    0          1 |          0          1 |          0          1
        2   8.160e-01  1.305e+00 |  8.160e-01  1.305e+00 |         0          0
        3  -5.743e-02  1.269e+00 | -5.743e-02  1.269e+00 |         0          0

           scratch    | autograd   | difference
                    2 |          2 |          2
        2  -1.634e-01 | -1.634e-01 |         0
        3  -3.899e-02 | -3.895e-02 | -3.90e-05*

        * out of tolerance: |difference| > 1e-08 + 1e-05 |autograd|

        """);

    [Fact]
    public void Shapes_that_differ_stand_each_for_itself() => AssertPrinted("B1", "B1[0, 4:]",
        """
        B1 (1, 6): shape
        The shapes differ: scratch (6,), autograd (1, 6).
        (6,) has no part [0, 4:6]; this is its beginning:
        B1[0:6]

           scratch
        0  1.000e+00
        1  2.000e+00
        2  3.000e+00
        3  4.000e+00
        4  5.000e+00
        5  6.000e+00

        B1[0, 4:6]

           autograd
        4  5.000e+00
        5  6.000e+00


        """);

    [Fact]
    public void A_missing_side_has_no_block() => AssertPrinted("A1", "A1[1, :2]",
        """
        A1 (5, 6): missing
        scratch has no gradient for it.
        A1[1, 0:2]

           autograd
        0  1.513e+00
        1  3.407e-01


        """);

    [Fact]
    public void Two_missing_sides_leave_the_words() => AssertPrinted("unused", null,
        """
        unused (2,): zero
        scratch has no gradient for it.
        autograd has no gradient for it.

        """);

    [Fact]
    public void A_scalar_has_no_indexes() => AssertPrinted("γ/scale", null,
        """
        γ/scale (): extra
        autograd has no gradient for it.
        γ/scale

          scratch
          2.500e-01


        """);

    [Fact]
    public void Dtypes_that_differ_are_told_apart_by_their_digits() => AssertPrinted("Z2", "Z2[0]",
        """
        Z2 (3,): dtype
        The dtypes differ: scratch float64, autograd float32.
        Z2[0]

          scratch        | autograd       | difference
          1.00000000e-01 | 1.00000001e-01 | -1.49e-09


        """);

    [Fact]
    public void Without_a_difference_it_begins_at_the_origin() =>
        Assert.Contains("W2[0:3, 0:6] from the origin: no two numbers differ\n", Print(Tensor("W2")), StringComparison.Ordinal);

    [Fact]
    public void Within_tolerance_the_largest_difference_is_in_the_middle() =>
        Assert.Contains("W1[0:6, 2] around [2, 2], the largest difference (2.38e-07)\n", Print(Tensor("W1")), StringComparison.Ordinal);

    [Fact]
    public void Of_more_axes_than_two_the_leading_ones_are_fixed_at_the_worst_element()
    {
        var text = Print(OffAt([2, 3, 20, 30], element: 1 * 1800 + 2 * 600 + 15 * 30 + 4));
        Assert.Contains("T[1, 2, 11:20, 3:5] around [1, 2, 15, 4], the worst element", text, StringComparison.Ordinal);
        Assert.Single(Marks(text));
    }

    [Fact]
    public void A_part_of_more_axes_than_two_is_printed_page_by_page()
    {
        var tensor = OffAt([2, 3, 4, 5], element: 119);
        var text = Print(tensor, new([new(0, 2), new(1, 3), new(0, 4), new(4, 5)]));
        Assert.Equal(
            ["T[0, 1:3, 0:4, 4]", "T[1, 1:3, 0:4, 4]"], text.Split('\n').Where(line => line.StartsWith("T[", StringComparison.Ordinal)));
        Assert.Single(Marks(text));
    }

    [Theory]
    [InlineData("T[15:25, 25:35] around [20, 30], the worst element", 100, 20 * 40 + 30, 50L, 40L)]
    [InlineData("T[0:5, 0:20] around [0, 0], the worst element", 100, 0, 5L, 400L)]
    [InlineData("T[0, 170:270] around [0, 220], the worst element", 100, 220, 1L, 2000L)]
    [InlineData("T[18, 0:3, 0:3] around [20, 1, 2], the worst element", 45, 20 * 9 + 5, 222L, 3L, 3L)]
    public void A_whole_tensor_beyond_the_limit_is_cut_around_its_worst_element_and_says_so(
        string part, int limit, int worst, params long[] shape)
    {
        using var output = new StringWriter { NewLine = "\n" };
        SideBySide.RenderWhole(output, OffAt(shape, worst), limit, width: 132);
        Assert.Matches($@"Cut: this text shows {limit} of [0-9]+ elements, its limit is {limit}\.\n", output.ToString());
        Assert.Contains(part, output.ToString(), StringComparison.Ordinal);
        Assert.Single(Marks(output.ToString()));
    }

    [Fact]
    public void A_tensor_without_elements_says_so() => Assert.Equal(
        "T (0, 3): zero, 0 of 0 elements out of tolerance\nT[0:0, 0:3] has no elements.\n",
        Print(MadeUpReport.Tensor("T", Verdict.Zero, [0, 3], (MadeUpReport.Float32([0, 3]), MadeUpReport.Float32([0, 3])))));

    [Fact]
    public void Without_values_there_is_nothing_to_print() =>
        Assert.Throws<ArgumentException>(() => Print(Tensor("W1") with { Values = null }));

    [Fact]
    public void Lines_fit_and_every_element_out_of_tolerance_is_marked() =>
        Gen.Select(
            Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[80, 200], Gen.Int[0, 1000],
            Gen.OneOf(ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16))
            .Sample((rows, columns, width, seed, dtype) =>
            {
                var tensor = Random(dtype, rows, columns, seed);
                using var whole = new StringWriter { NewLine = "\n" };
                SideBySide.RenderWhole(whole, tensor, limit: 1600, width);
                Assert.Equal(tensor.Diff!.OutOfTolerance, Marks(whole.ToString()).Count);
                Assert.All((Print(tensor, width: width) + whole).Split('\n'), line => Assert.True(line.Length <= width, line));
            }, iter: 40, seed: "0000000000000");

    [Theory]
    [InlineData(1.5368151664733887, 1.5367997884750366, 0)] // In exact arithmetic it is out by a hair, in float32 it is not.
    [InlineData(1.5368152856826782, 1.5367997884750366, 1)] // The next float32.
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, 0)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity, 1)]
    [InlineData(1, double.PositiveInfinity, 1)]
    [InlineData(double.NaN, double.NaN, 1)]
    public void An_element_is_marked_where_torch_allclose_is_false(double scratch, double autograd, int marks)
    {
        var gradients = (MadeUpReport.Float32([1], scratch), MadeUpReport.Float32([1], autograd));
        Assert.Equal(marks, Marks(Print(MadeUpReport.Tensor("T", Verdict.Origin, [1], gradients))).Count);
    }

    private static void AssertPrinted(string tensor, string? selector, string text)
    {
        var slice = selector is null ? null : Assert.Single(TensorSelector.Parse(selector).Select(MadeUpReport.OfEveryVerdict)).Slice;
        Assert.Equal(text, Print(Tensor(tensor), slice));
    }

    private static string Print(TensorReport tensor, TensorSlice? slice = null, int width = SideBySide.DefaultWidth)
    {
        using var output = new StringWriter { NewLine = "\n" };
        SideBySide.Render(output, tensor, slice, width);
        return output.ToString();
    }

    // A mark stands after a number; the legend's stands alone.
    private static MatchCollection Marks(string text) => Regex.Matches(text, @"\S\*");

    private static TensorReport Tensor(string name) => MadeUpReport.OfEveryVerdict.Tensors.Single(tensor => tensor.Name == name);

    private static TensorReport OffAt(long[] shape, int element)
    {
        var autograd = Snapshots.Normal((int)shape.Aggregate(1L, (product, size) => product * size), seed: 4);
        var scratch = autograd.ToArray();
        scratch[element] += 0.5;
        return MadeUpReport.Tensor(
            "T", Verdict.Origin, shape, (MadeUpReport.Float32(shape, scratch), MadeUpReport.Float32(shape, autograd)));
    }

    private static TensorReport Random(ScalarType dtype, int rows, int columns, int seed)
    {
        var autograd = Snapshots.Normal(rows * columns, seed);
        var noise = Snapshots.Normal(rows * columns, seed + 1);
        double[] scratch = [.. autograd.Zip(noise, (value, off) => value + (off > 0.5 ? 0.1 * off : 0))];
        return MadeUpReport.Tensor("T", Verdict.Origin, [rows, columns],
            (Snapshots.Of(dtype, [rows, columns], scratch), Snapshots.Of(dtype, [rows, columns], autograd)));
    }
}
