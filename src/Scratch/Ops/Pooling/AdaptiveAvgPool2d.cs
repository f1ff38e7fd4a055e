using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// X (N, C, H, W) averaged down to h × w: row i of the result is the mean of rows ⌊iH/h⌋ to ⌈(i+1)H/h⌉ − 1, columns likewise, so that
/// neighbouring windows may overlap by one. Rows and columns are averaged apart: Y = R X Cᵀ with two averaging matrices, dX = Rᵀ dY C.
/// </summary>
/// <remarks>Source: He, Zhang, Ren, Sun, "Spatial Pyramid Pooling in Deep Convolutional Networks" (2014); the windows are
/// torch's.</remarks>
public static class AdaptiveAvgPool2d
{
    /// <summary>Y = the mean of each window.</summary>
    /// <param name="X">(N, C, H, W), of one pixel or more.</param>
    /// <param name="height">h, 1 or more.</param>
    /// <param name="width">w, 1 or more.</param>
    /// <returns>Y (N, C, h, w).</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, long height, long width)
    {
        using var scope = NewDisposeScope();
        var (R, C) = Matrices(X, height, width);
        return scope.MoveToOuter(Resampling.Apply(X, R, C));
    }

    /// <summary>dX = Rᵀ dY C: each pixel gets its share of every window that it is in. Needs no value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <exception cref="ArgumentException">X is not floating point, or Y is not four-dimensional.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y)
    {
        Require.Shape(Y, nameof(Y), -1, -1, -1, -1);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var (R, C) = Matrices(X, Y.size(2), Y.size(3));
        d.Add(X, Resampling.Transposed(d[Y], R, C));
    }

    private static (Tensor R, Tensor C) Matrices(Tensor X, long height, long width)
    {
        Require.Shape(X, nameof(X), -1, -1, -1, -1);
        Require.FloatingPoint(X);
        Require.Option(height, height >= 1, "1 or more");
        Require.Option(width, width >= 1, "1 or more");
        return (Averages(height, X.size(2), X), Averages(width, X.size(3), X));
    }

    private static Tensor Averages(long to, long from, Tensor like)
    {
        return Resampling.Matrix(to, from, Window, like);

        IEnumerable<(long, double)> Window(long row)
        {
            var (start, end) = (row * from / to, ((row + 1) * from + to - 1) / to);
            for (var pixel = start; pixel < end; pixel++) yield return (pixel, 1.0 / (end - start));
        }
    }
}
