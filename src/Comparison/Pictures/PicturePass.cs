using System.Numerics;
using System.Runtime.InteropServices;
using ScratchVsAutograd.Comparison.Diff;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Pictures;

/// <summary>Takes the picture of a pair of gradients, in one pass over them.</summary>
internal static class PicturePass
{
    // Rows are copied to host memory, and widened, in parts of about this many elements.
    private const long AtOnce = 1 << 20;

    /// <summary>The picture.</summary>
    /// <param name="scratch">The hand-written gradient: floating point, any device and strides.</param>
    /// <param name="autograd">Autograd's, of the same shape and dtype.</param>
    /// <param name="tolerance">What gradients are held to.</param>
    /// <param name="most">How many cells there may be.</param>
    /// <returns>Null where there are no elements.</returns>
    public static TensorPicture? Of(Tensor scratch, Tensor autograd, Tolerance tolerance, int most)
    {
        if (scratch.numel() == 0) return null;
        var grid = new CellGrid([.. scratch.shape], most);
        return scratch.dtype == ScalarType.Float64
            ? Of<double>(scratch, autograd, tolerance, grid)
            : Of<float>(scratch, autograd, tolerance, grid);
    }

    private static TensorPicture Of<T>(Tensor scratch, Tensor autograd, Tolerance tolerance, CellGrid grid)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var scope = NewDisposeScope();
        var picture = new Filling<T>(grid, new Criterion<T>(tolerance));
        var length = grid.Shape[^1];
        var (s, a) = (scratch.detach().reshape(-1, length), autograd.detach().reshape(-1, length));
        var rows = Math.Max(1, AtOnce / length);
        for (var first = 0L; first < s.shape[0]; first += rows)
        {
            using var part = NewDisposeScope();
            var many = Math.Min(rows, s.shape[0] - first);
            picture.Add(first, (int)length, Values<T>(s.narrow(0, first, many)), Values<T>(a.narrow(0, first, many)));
        }

        return picture.Picture(scratch.dtype);
    }

    // The tensor behind them lives until the scope around the call ends.
    private static ReadOnlySpan<T> Values<T>(Tensor rows) where T : unmanaged
    {
        var dtype = typeof(T) == typeof(double) ? ScalarType.Float64 : ScalarType.Float32;
        return MemoryMarshal.Cast<byte, T>(rows.cpu().to(dtype).contiguous().bytes);
    }

    // The cells while they are filled.
    private sealed class Filling<T>(CellGrid grid, Criterion<T> criterion) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T[] budget = [.. Enumerable.Repeat(-T.One, grid.Count)];
        private readonly T[] scratch = new T[grid.Count];
        private readonly T[] autograd = new T[grid.Count];
        private readonly long[] element = new long[grid.Count];
        private readonly BudgetHistogram histogram = new();
        private VectorLikeness.Sums sums;

        public void Add(long firstRow, int length, ReadOnlySpan<T> s, ReadOnlySpan<T> a)
        {
            var block = (int)grid.Blocks[^1];
            for (var start = 0; start < s.Length; start += length)
            {
                var row = firstRow + start / length;
                var first = grid.FirstCell(row);
                for (var i = 0; i < length; i++) Add(first + i / block, row * length + i, s[start + i], a[start + i]);
            }
        }

        public TensorPicture Picture(ScalarType dtype) => new()
        {
            Shape = grid.Shape,
            Blocks = grid.Blocks,
            Sizes = grid.Sizes,
            Dtype = dtype,
            Scratch = Array.ConvertAll(scratch, double.CreateTruncating),
            Autograd = Array.ConvertAll(autograd, double.CreateTruncating),
            Budget = Array.ConvertAll(budget, float.CreateTruncating),
            Elements = grid.IsCut ? element : [],
            Histogram = histogram,
            Likeness = sums.Likeness,
        };

        private void Add(int cell, long index, T s, T a)
        {
            var used = criterion.Budget(s, a);
            histogram.Add(double.CreateTruncating(used));
            sums.Add(double.CreateTruncating(s), double.CreateTruncating(a));
            // Of equals the largest: where all agree, the picture shows what there is to agree on.
            if (used > budget[cell] || (used == budget[cell] && T.Abs(a) > T.Abs(autograd[cell])))
                (budget[cell], scratch[cell], autograd[cell], element[cell]) = (used, s, a, index);
        }
    }
}
