using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>The classes of N rows, some of which do not count, in the caller's dispose scope.</summary>
internal readonly struct ClassLabels
{
    /// <summary>Looks up what each row weighs.</summary>
    /// <param name="scores">(N, C), what the classes are those of.</param>
    /// <param name="y">(N,), Int64.</param>
    /// <param name="weight">(C,), or null for 1.</param>
    /// <param name="ignoreIndex">The y of rows that do not count.</param>
    public ClassLabels(Tensor scores, Tensor y, Tensor? weight, long ignoreIndex)
    {
        Ignored = y == ignoreIndex;
        Classes = y.masked_fill(Ignored, 0);
        Weights = weight is null
            ? Ignored.logical_not().to(scores.dtype)
            : weight.index_select(0, Classes).masked_fill(Ignored, 0);
    }

    /// <summary>Which rows do not count (N,).</summary>
    public Tensor Ignored { get; }

    /// <summary>y, and 0 in rows that do not count (N,).</summary>
    public Tensor Classes { get; }

    /// <summary>The same as a column (N, 1), to gather and scatter by.</summary>
    public Tensor Column => Classes.unsqueeze(1);

    /// <summary>w[y], and 0 in rows that do not count (N,).</summary>
    public Tensor Weights { get; }

    /// <summary>A class a row and a weight a class.</summary>
    /// <param name="y">(N,).</param>
    /// <param name="weight">(C,) or null.</param>
    /// <param name="scores">(N, C).</param>
    /// <param name="name">What messages call the scores.</param>
    public static void Check(Tensor y, Tensor? weight, Tensor scores, string name)
    {
        var shape = scores.shape;
        Require.Shape(y, nameof(y), shape[0]);
        if (y.dtype != ScalarType.Int64) throw new ArgumentException($"y is {y.dtype}, expected Int64.", nameof(y));
        if (weight is null) return;
        Require.SameDtype((scores, name), (weight, nameof(weight)));
        Require.Shape(weight, nameof(weight), shape[1]);
    }
}
