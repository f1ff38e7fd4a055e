using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// X (N, C, H, W) brought to h × w, larger or smaller. Nearest: pixel i shows pixel ⌊iH/h⌋. Bilinear: it lies at
/// u = max((i + ½)H/h − ½, 0), between pixels ⌊u⌋ and ⌊u⌋ + 1, and mixes them by its distance to each; the last pixel stands for what is
/// beyond it. Rows and columns are treated apart: Y = R X Cᵀ, dX = Rᵀ dY C.
/// </summary>
/// <remarks>Source: the conventions are those of torch's interpolate, with align_corners off.</remarks>
public static class Upsample
{
    /// <summary>Y as above.</summary>
    /// <param name="X">(N, C, H, W), of one pixel or more.</param>
    /// <param name="height">h, 1 or more.</param>
    /// <param name="width">w, 1 or more.</param>
    /// <param name="bilinear">Whether to mix neighbours; else the nearest pixel is taken.</param>
    /// <returns>Y (N, C, h, w).</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, long height, long width, bool bilinear = false)
    {
        using var scope = NewDisposeScope();
        var (R, C) = Matrices(X, height, width, bilinear);
        return scope.MoveToOuter(Resampling.Apply(X, R, C));
    }

    /// <summary>dX = Rᵀ dY C: each pixel gets the gradients of all that show it, by their weights. Needs no value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="bilinear">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X is not floating point, or Y is not four-dimensional.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, bool bilinear = false)
    {
        Require.Shape(Y, nameof(Y), -1, -1, -1, -1);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var (R, C) = Matrices(X, Y.size(2), Y.size(3), bilinear);
        d.Add(X, Resampling.Transposed(d[Y], R, C));
    }

    private static (Tensor R, Tensor C) Matrices(Tensor X, long height, long width, bool bilinear)
    {
        Require.Shape(X, nameof(X), -1, -1, -1, -1);
        Require.FloatingPoint(X);
        Require.Option(height, height >= 1, "1 or more");
        Require.Option(width, width >= 1, "1 or more");
        return (Shown(height, X.size(2), bilinear, X), Shown(width, X.size(3), bilinear, X));
    }

    private static Tensor Shown(long to, long from, bool bilinear, Tensor like)
    {
        return Resampling.Matrix(to, from, bilinear ? Mixed : Nearest, like);

        IEnumerable<(long, double)> Nearest(long row) => [(row * from / to, 1)];

        IEnumerable<(long, double)> Mixed(long row)
        {
            var u = Math.Max((row + 0.5) * from / to - 0.5, 0);
            var below = (long)u;
            return [(below, 1 - (u - below)), (Math.Min(below + 1, from - 1), u - below)];
        }
    }
}
