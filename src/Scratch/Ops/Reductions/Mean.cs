using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The mean over some axes: Y = Σ X / n, n elements each. dX is dY / n, repeated along them.
/// </summary>
/// <remarks>Source: any textbook of calculus.</remarks>
public static class Mean
{
    /// <summary>Y = Σ X / n over the axes.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="axes">The axes that go, counted from the end where negative; all of them where none is named.</param>
    /// <param name="keepdim">Whether they stay, with size 1.</param>
    /// <returns>Y, of X's shape without those axes.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, long[]? axes = null, bool keepdim = false)
    {
        Require.FloatingPoint(X);
        return X.mean(Reduced.Axes(X, axes), keepdim);
    }

    /// <summary>dX = dY / n, repeated along the axes that went. Needs no value.</summary>
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
        d.Add(X, Reduced.Restored(d[Y] / Reduced.Count(shape, all), shape, all, keepdim).expand(shape));
    }
}
