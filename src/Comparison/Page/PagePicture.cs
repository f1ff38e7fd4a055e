using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using ScratchVsAutograd.Comparison.Pictures;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Page;

/// <summary>
/// A <see cref="TensorPicture"/> as it travels: its numbers as little-endian bytes, float64 where the tensor is float64 and else float32,
/// which all other dtypes fit into.
/// </summary>
internal sealed record PagePicture
{
    /// <summary>What it was taken of, such as <c>chained</c>.</summary>
    public required string Run { get; init; }

    /// <summary>The tensor's shape.</summary>
    public required ImmutableArray<long> Shape { get; init; }

    /// <summary>How many elements a cell spans along each axis.</summary>
    public required ImmutableArray<long> Blocks { get; init; }

    /// <summary>How many cells there are along each axis.</summary>
    public required ImmutableArray<int> Sizes { get; init; }

    /// <summary>What both sides are stored as.</summary>
    public required string Dtype { get; init; }

    /// <summary>The judged side's values; null where they are the reference's, bit for bit.</summary>
    public required byte[]? Judged { get; init; }

    /// <summary>The reference's values.</summary>
    public required byte[] Reference { get; init; }

    /// <summary>The shares of their budget, in float32; null where all are 0.</summary>
    public required byte[]? Budget { get; init; }

    /// <summary>Which elements the cells show, by flat index; null where each has its own.</summary>
    public required long[]? Elements { get; init; }

    /// <summary>Of all elements, how many used which share of their budget.</summary>
    public required Shares Histogram { get; init; }

    /// <summary>The picture as it travels.</summary>
    /// <param name="run">What it was taken of.</param>
    /// <param name="picture">The picture.</param>
    public static PagePicture Of(PictureOf run, TensorPicture picture)
    {
        var isEqual = AreSame(picture.Scratch, picture.Autograd);
        return new()
        {
            Run = JsonNamingPolicy.CamelCase.ConvertName(run.ToString()),
            Shape = picture.Shape,
            Blocks = picture.Blocks,
            Sizes = picture.Sizes,
            Dtype = picture.Dtype.Word(),
            Judged = isEqual ? null : Bytes(picture.Scratch, picture.Dtype),
            Reference = Bytes(picture.Autograd, picture.Dtype),
            Budget = isEqual && picture.Budget.All(used => used == 0) ? null : MemoryMarshal.AsBytes(picture.Budget.AsSpan()).ToArray(),
            Elements = picture.Elements is [] ? null : picture.Elements,
            Histogram = new(picture.Histogram.Zero, picture.Histogram.Infinite, picture.Histogram.Steps),
        };
    }

    /// <summary>Whether two pictures show the same.</summary>
    public static bool IsSame(TensorPicture one, TensorPicture other)
        => AreSame(one.Scratch, other.Scratch) && AreSame(one.Autograd, other.Autograd);

    // By their bits: NaN is the same as NaN, and 0 is not -0.
    private static bool AreSame(double[] one, double[] other)
        => MemoryMarshal.AsBytes(one.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(other.AsSpan()));

    /// <summary>See <see cref="BudgetHistogram"/>.</summary>
    internal sealed record Shares(long Zero, long Infinite, long[] Steps);

    private static byte[] Bytes(double[] values, ScalarType dtype) => dtype == ScalarType.Float64
        ? MemoryMarshal.AsBytes(values.AsSpan()).ToArray()
        : MemoryMarshal.AsBytes(Array.ConvertAll(values, value => (float)value).AsSpan()).ToArray();
}
