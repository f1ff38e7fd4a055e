using System.Collections.Immutable;

namespace ScratchVsAutograd.Comparison.Pictures;

/// <summary>
/// A tensor cut into cells, no more than a given number: each is a block of neighbouring elements, of one where the tensor is small. Long
/// axes are cut first, and those that are looked at (the last two) before the others.
/// </summary>
internal sealed class CellGrid
{
    // Below this, another axis is cut as well.
    private const long FewestSeen = 16;

    private const int Seen = 2;

    /// <summary>Cuts a tensor.</summary>
    /// <param name="shape">The size along each axis, each at least 1.</param>
    /// <param name="most">How many cells there may be, at least 1.</param>
    public CellGrid(ImmutableArray<long> shape, int most)
    {
        Shape = shape.IsEmpty ? [1] : shape;
        var blocks = Shape.Select(_ => 1L).ToArray();
        while (Product(blocks) > most)
        {
            var axis = Longest(blocks);
            // The block that has at least one cell less.
            var cells = Cells(axis, blocks[axis]) - 1;
            blocks[axis] = (Shape[axis] + cells - 1) / cells;
        }

        Blocks = [.. blocks];
        Sizes = [.. blocks.Select((block, axis) => (int)Cells(axis, block))];
        Count = (int)Product(blocks);
    }

    /// <summary>The tensor's shape; (1,) for a scalar.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>How many elements a cell spans along each axis.</summary>
    public ImmutableArray<long> Blocks { get; }

    /// <summary>How many cells there are along each axis.</summary>
    public ImmutableArray<int> Sizes { get; }

    /// <summary>How many cells there are.</summary>
    public int Count { get; }

    /// <summary>Whether a cell may stand for several elements.</summary>
    public bool IsCut => Blocks.Any(block => block > 1);

    /// <summary>The first cell of a row: of a run along the last axis.</summary>
    /// <param name="row">The row's number, in row-major order.</param>
    public int FirstCell(long row)
    {
        var (cell, stride) = (0, Sizes[^1]);
        for (var axis = Shape.Length - 2; axis >= 0; axis--)
        {
            (row, var at) = Math.DivRem(row, Shape[axis]);
            cell += (int)(at / Blocks[axis]) * stride;
            stride *= Sizes[axis];
        }

        return cell;
    }

    private int Longest(long[] blocks)
    {
        var axes = Enumerable.Range(0, Shape.Length).ToList();
        var seen = axes.TakeLast(Seen).Where(axis => Cells(axis, blocks[axis]) > FewestSeen).ToList();
        return (seen.Count > 0 ? seen : axes).MaxBy(axis => Cells(axis, blocks[axis]));
    }

    private long Product(long[] blocks)
        => blocks.Select((block, axis) => Cells(axis, block)).Aggregate(1L, (product, size) => product * size);

    private long Cells(int axis, long block) => (Shape[axis] + block - 1) / block;
}
