using System.Collections.Immutable;

namespace ScratchVsAutograd.Harness.Compare.Print;

/// <summary>A rectangular part of a tensor.</summary>
/// <param name="Axes">What it covers along each axis of the tensor.</param>
internal sealed record TensorSlice(ImmutableArray<AxisRange> Axes)
{
    /// <summary>How many elements it covers.</summary>
    public long Count => Axes.Aggregate(1L, (product, range) => product * range.Count);

    /// <summary>The axis that runs down a page: the last but one of those with several elements, or the only one.</summary>
    public int? RowAxis => LongAxes is [.., var last] axes ? (axes is [.., var row, _] ? row : last) : null;

    /// <summary>
    /// The axis that runs across a page: the last of two or more with several elements. A slice with one such axis is a
    /// single column, because numbers are wide and paper is high.
    /// </summary>
    public int? ColumnAxis => LongAxes is [.., _, var column] ? column : null;

    private int[] LongAxes => [.. Enumerable.Range(0, Axes.Length).Where(axis => Axes[axis].Count != 1)];

    /// <summary>All of a tensor.</summary>
    public static TensorSlice Whole(ImmutableArray<long> shape) => new([.. shape.Select(size => new AxisRange(0, size))]);

    /// <summary>The part of one page of a tensor that surrounds an element.</summary>
    /// <param name="shape">The tensor's; it has elements.</param>
    /// <param name="focus">The element's index along each axis; it is in the middle where the tensor's border allows.</param>
    /// <param name="rows">How many rows at most.</param>
    /// <param name="columns">How many columns at most.</param>
    public static TensorSlice Around(ImmutableArray<long> shape, ImmutableArray<long> focus, long rows, long columns)
    {
        var whole = Whole(shape);
        var (rowAxis, columnAxis) = (whole.RowAxis, whole.ColumnAxis);
        return new([.. whole.Axes.Select((range, axis) =>
            axis == rowAxis ? range.Around(focus[axis], rows)
            : axis == columnAxis ? range.Around(focus[axis], columns)
            : AxisRange.At(focus[axis]))]);
    }

    /// <summary>Whether a tensor of that shape has all of its elements.</summary>
    public bool FitsIn(ImmutableArray<long> shape) =>
        Axes.Length == shape.Length && Axes.Zip(shape).All(pair => pair.First.Stop <= pair.Second);

    /// <summary>Its pages, which keep its rows and columns and fix every other axis.</summary>
    /// <param name="shape">The shape of the tensor that it is a part of.</param>
    public IEnumerable<TensorPage> Pages(ImmutableArray<long> shape)
    {
        var (rowAxis, columnAxis) = (RowAxis, ColumnAxis);
        IEnumerable<ImmutableArray<AxisRange>> pages = [[]];
        for (var axis = 0; axis < Axes.Length; axis++)
        {
            var range = Axes[axis];
            pages = axis == rowAxis || axis == columnAxis
                ? pages.Select(page => page.Add(range))
                : pages.SelectMany(page => range.Indexes.Select(index => page.Add(AxisRange.At(index))));
        }
        return pages.Select(page => new TensorPage(new TensorSlice(page), shape));
    }

    /// <summary>As NumPy writes it, such as <c>[0:4, 7]</c>; nothing for a scalar.</summary>
    public override string ToString() => Axes.IsEmpty ? "" : $"[{string.Join(", ", Axes)}]";
}
