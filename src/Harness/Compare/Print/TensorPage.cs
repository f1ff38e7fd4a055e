using System.Collections.Immutable;

namespace ScratchVsAutograd.Harness.Compare.Print;

/// <summary>A part of a tensor with rows and columns, such as fits on paper.</summary>
internal sealed class TensorPage
{
    private readonly long origin;
    private readonly long rowStride;
    private readonly long columnStride;

    /// <summary>A page.</summary>
    /// <param name="slice">Has more than one element along two axes at most.</param>
    /// <param name="shape">The shape of the tensor that it is a part of.</param>
    public TensorPage(TensorSlice slice, ImmutableArray<long> shape)
    {
        Slice = slice;
        HasRowIndexes = slice.RowAxis is not null;
        HasColumnIndexes = slice.ColumnAxis is not null;
        (Rows, rowStride) = Along(slice.RowAxis, slice, shape);
        (Columns, columnStride) = Along(slice.ColumnAxis, slice, shape);
        origin = TensorIndex.Ravel([.. slice.Axes.Select(range => range.Start)], shape)
            - Rows.Start * rowStride - Columns.Start * columnStride;
    }

    /// <summary>What the page shows.</summary>
    public TensorSlice Slice { get; }

    /// <summary>The indexes down the page; <c>0:1</c> where it has one row.</summary>
    public AxisRange Rows { get; }

    /// <summary>The indexes across the page; <c>0:1</c> where it has one column.</summary>
    public AxisRange Columns { get; }

    /// <summary>Whether <see cref="Rows"/> are indexes along an axis.</summary>
    public bool HasRowIndexes { get; }

    /// <summary>Whether <see cref="Columns"/> are indexes along an axis.</summary>
    public bool HasColumnIndexes { get; }

    /// <summary>The flat indexes of its elements, row by row.</summary>
    public IEnumerable<long> Elements => Rows.Indexes.SelectMany(row => Columns.Indexes.Select(column => Flat(row, column)));

    /// <summary>The flat index of an element.</summary>
    /// <param name="row">One of <see cref="Rows"/>.</param>
    /// <param name="column">One of <see cref="Columns"/>.</param>
    public long Flat(long row, long column) => origin + row * rowStride + column * columnStride;

    private static (AxisRange Range, long Stride) Along(int? axis, TensorSlice slice, ImmutableArray<long> shape) => axis is { } given
        ? (slice.Axes[given], shape.Skip(given + 1).Aggregate(1L, (product, size) => product * size))
        : (AxisRange.At(0), 0);
}
