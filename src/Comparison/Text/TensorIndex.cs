using System.Collections.Immutable;

namespace ScratchVsAutograd.Comparison.Text;

/// <summary>Row-major flat indexes and the index along each axis that they stand for.</summary>
internal static class TensorIndex
{
    /// <summary>The index along each axis.</summary>
    /// <param name="flat">Counted from 0, less than the shape's element count.</param>
    /// <param name="shape">The size along each axis.</param>
    public static ImmutableArray<long> Unravel(long flat, ImmutableArray<long> shape)
    {
        var index = new long[shape.Length];
        for (var axis = shape.Length - 1; axis >= 0; axis--)
            (flat, index[axis]) = Math.DivRem(flat, shape[axis]);
        return [.. index];
    }

    /// <summary>The flat index, the inverse of <see cref="Unravel"/>.</summary>
    public static long Ravel(ReadOnlySpan<long> index, ImmutableArray<long> shape)
    {
        var flat = 0L;
        for (var axis = 0; axis < shape.Length; axis++)
            flat = flat * shape[axis] + index[axis];
        return flat;
    }

    /// <summary>An index in words, such as <c>[3, 7]</c>.</summary>
    public static string Bracketed(ImmutableArray<long> index) => FormattableString.Invariant($"[{string.Join(", ", index)}]");

    /// <summary>A shape as Python writes it: <c>(30, 64)</c>, <c>(30,)</c>, <c>()</c>.</summary>
    public static string Tuple(ImmutableArray<long> shape) => shape.Length == 1
        ? FormattableString.Invariant($"({shape[0]},)")
        : FormattableString.Invariant($"({string.Join(", ", shape)})");
}
