using CsCheck;
using ScratchVsAutograd.Comparison.Pictures;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Pictures;

public sealed class PicturePassTests : TensorTest
{
    private static readonly Tolerance Held = Tolerance.For(ScalarType.Float32);

    [Fact]
    public void One_wrong_element_of_a_million_shows()
    {
        var autograd = randn(1000, 1000);
        var scratch = autograd.clone();
        scratch[617, 345] += 0.5;
        var picture = PicturePass.Of(scratch, autograd, Held, most: 256)!;
        Assert.True(picture.Budget.Length <= 256);
        var cell = Assert.Single(Enumerable.Range(0, picture.Budget.Length), cell => picture.Budget[cell] > 1);
        Assert.Equal(617 * 1000 + 345, picture.Elements[cell]);
        Assert.Equal(0.5, picture.Scratch[cell] - picture.Autograd[cell], 1e-6);
        Assert.Equal(999_999, picture.Histogram.Zero);
        Assert.Equal(1, picture.Histogram.Steps[(picture.Histogram.Steps.Length / 2)..].Sum());
    }

    [Fact]
    public void A_small_tensor_is_shown_whole_whatever_its_strides()
    {
        var autograd = randn(5, 3, dtype: ScalarType.BFloat16).t();
        var picture = PicturePass.Of(-autograd, autograd, Held, most: 15)!;
        Assert.Equal((int[])[3, 5], picture.Sizes);
        Assert.Empty(picture.Elements);
        Assert.Equal(autograd.to(ScalarType.Float64).contiguous().data<double>().ToArray(), picture.Autograd);
        Assert.Equal(-1, picture.Likeness.Cosine, 1e-12);
        Assert.Equal(2, picture.Likeness.RelativeL2, 1e-12);
        Assert.Equal(1, picture.Likeness.NormRatio, 1e-12);
    }

    [Fact]
    public void What_is_not_finite_is_worst()
    {
        var picture = PicturePass.Of(tensor(new[] { 1, float.NaN, 3 }), tensor(new[] { 1, 2f, 3 }), Held, most: 1)!;
        Assert.Equal(double.NaN, Assert.Single(picture.Scratch));
        Assert.Equal(float.PositiveInfinity, Assert.Single(picture.Budget));
        Assert.Equal(1, picture.Histogram.Infinite);
        Assert.Equal(1, picture.Likeness.Cosine, 1e-12);
    }

    [Fact]
    public void A_scalar_has_a_picture_and_nothing_has_none()
    {
        Assert.Single(PicturePass.Of(tensor(1f), tensor(1f), Held, most: 9)!.Autograd);
        Assert.Null(PicturePass.Of(zeros(0, 3), zeros(0, 3), Held, most: 9));
    }

    // Every element is in exactly one cell, there are no more cells than allowed, and the blocks are where the axes say.
    [Fact]
    public void Cells_cover_a_tensor_of_any_shape() => Gen.Select(Gen.Long[1, 40].Array[1, 4], Gen.Int[1, 300]).Sample((shape, most) =>
    {
        var grid = new CellGrid([.. shape], most);
        Assert.InRange(grid.Count, 1, most);
        var length = shape[^1];
        var seen = new HashSet<int>();
        for (var row = 0L; row < shape[..^1].Aggregate(1L, (product, size) => product * size); row++)
        {
            for (var i = 0L; i < length; i++) seen.Add(grid.FirstCell(row) + (int)(i / grid.Blocks[^1]));
        }

        Assert.Equal(Enumerable.Range(0, grid.Count), seen.Order());
    }, iter: 200);

    [Theory]
    [InlineData(1, false)]
    [InlineData(1.0001, true)]
    [InlineData(0.01, false)]
    [InlineData(1e30, true)]
    public void The_middle_of_the_histogram_is_the_tolerance(double budget, bool isOut)
    {
        var histogram = new BudgetHistogram();
        histogram.Add(budget);
        Assert.Equal(isOut ? 1 : 0, histogram.Steps[(histogram.Steps.Length / 2)..].Sum());
        Assert.Equal(1, histogram.Steps.Sum());
    }
}
