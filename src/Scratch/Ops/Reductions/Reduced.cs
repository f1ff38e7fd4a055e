using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>What reductions share: which axes go, and how what is left is stretched over them again.</summary>
internal static class Reduced
{
    /// <summary>The axes counted from 0, each once; all of them where none is named.</summary>
    /// <exception cref="ArgumentException">One is no axis of the tensor, or named twice.</exception>
    public static long[] Axes(Tensor X, long[]? axes)
    {
        var all = axes is null or []
            ? [.. Enumerable.Range(0, (int)X.dim()).Select(axis => (long)axis)]
            : axes.Select(axis => Require.Axis(X, axis, nameof(axes))).ToArray();
        if (all.Distinct().Count() != all.Length)
            throw new ArgumentException("axes names an axis twice, expected each once.", nameof(axes));
        return all;
    }

    /// <summary>How many elements of X make one of the result.</summary>
    public static long Count(long[] shape, long[] axes) => axes.Aggregate(1L, (count, axis) => count * shape[axis]);

    /// <summary>A result, or its gradient, with the reduced axes put back as axes of size 1, so that it broadcasts with X.</summary>
    public static Tensor Restored(Tensor result, long[] shape, long[] axes, bool keepdim)
    {
        if (keepdim) return result;
        var kept = (long[])shape.Clone();
        foreach (var axis in axes) kept[axis] = 1;
        return result.reshape(kept);
    }
}
