using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The largest element along some axes: Y = max X. Its gradient goes to the element that is the largest; where several are, they
/// share it equally, as in torch's amax.
/// </summary>
/// <remarks>Source: the convention at ties is torch's (amax).</remarks>
public static class Max
{
    /// <summary>Y = max X over the axes.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="axes">The axes that go, counted from the end where negative; all of them where none is named.</param>
    /// <param name="keepdim">Whether they stay, with size 1.</param>
    /// <returns>Y, of X's shape without those axes.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, long[]? axes = null, bool keepdim = false)
    {
        Require.FloatingPoint(X);
        return X.amax(Reduced.Axes(X, axes), keepdim);
    }

    /// <summary>dX = dY [X = Y] / #[X = Y], the count taken over the axes. Needs X and Y.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="axes">As in <see cref="Forward"/>.</param>
    /// <param name="keepdim">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, long[]? axes = null, bool keepdim = false)
    {
        Require.FloatingPoint(X);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var (shape, all) = (X.shape, Reduced.Axes(X, axes));
        var largest = (X == Reduced.Restored(Y, shape, all, keepdim)).to(X.dtype);
        d.Add(X, Reduced.Restored(d[Y], shape, all, keepdim) / largest.sum(all, keepdim: true) * largest);
    }
}
