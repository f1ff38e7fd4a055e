using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The variance over some axes, of n elements each: Y = Σ (X − M)² / (n − c) with the mean M and the correction c: 1 for a sample, 0
/// for a whole population. That M depends on X adds nothing to the gradient, as Σ (X − M) = 0.
/// </summary>
/// <remarks>Source: any textbook of calculus.</remarks>
public static class Variance
{
    /// <summary>Y = Σ (X − M)² / (n − c) over the axes.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="axes">The axes that go, counted from the end where negative; all of them where none is named.</param>
    /// <param name="keepdim">Whether they stay, with size 1.</param>
    /// <param name="correction">c.</param>
    /// <returns>Y, of X's shape without those axes.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, long[]? axes = null, bool keepdim = false, double correction = 1)
    {
        Require.FloatingPoint(X);
        using var scope = NewDisposeScope();
        var all = Reduced.Axes(X, axes);
        return scope.MoveToOuter((X - X.mean(all, keepdim: true)).square().sum(all, keepdim) / (Reduced.Count(X.shape, all) - correction));
    }

    /// <summary>dX = dY 2 (X − M) / (n − c). Needs X, not Y's value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="axes">As in <see cref="Forward"/>.</param>
    /// <param name="keepdim">As in <see cref="Forward"/>.</param>
    /// <param name="correction">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, long[]? axes = null, bool keepdim = false, double correction = 1)
    {
        Require.FloatingPoint(X);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var (shape, all) = (X.shape, Reduced.Axes(X, axes));
        var centered = X - X.mean(all, keepdim: true);
        d.Add(X, centered.mul_(Reduced.Restored(d[Y] * (2 / (Reduced.Count(shape, all) - correction)), shape, all, keepdim)));
    }
}
