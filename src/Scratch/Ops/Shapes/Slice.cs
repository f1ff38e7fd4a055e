using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Every step-th element along an axis, from start on, below end. dX is dY at their places, and 0 at all others.
/// </summary>
/// <remarks>Source: any textbook of linear algebra: the gradient of a linear map is its transpose.</remarks>
public static class Slice
{
    /// <summary>Y = X[start:end:step] along the axis.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="axis">Along which axis, counted from the end where negative.</param>
    /// <param name="start">The first, from 0.</param>
    /// <param name="end">One after the last.</param>
    /// <param name="step">1 or more.</param>
    /// <returns>Y.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, long axis, long start, long end, long step = 1)
    {
        Check(X, axis, start, end, step);
        return X.slice(axis, start, end, step);
    }

    /// <summary>dX = dY at the places that were taken, else 0. Needs no value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="axis">As in <see cref="Forward"/>.</param>
    /// <param name="start">As in <see cref="Forward"/>.</param>
    /// <param name="end">As in <see cref="Forward"/>.</param>
    /// <param name="step">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, long axis, long start, long end, long step = 1)
    {
        Check(X, axis, start, end, step);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var dX = zeros_like(X);
        dX.slice(axis, start, end, step).copy_(d[Y]);
        d.Add(X, dX);
    }

    private static void Check(Tensor X, long axis, long start, long end, long step)
    {
        Require.FloatingPoint(X);
        var size = X.shape[Require.Axis(X, axis)];
        Require.Option(start, start >= 0 && start <= size, FormattableString.Invariant($"0 to {size}"));
        Require.Option(end, end >= start && end <= size, FormattableString.Invariant($"{start} to {size}"));
        Require.Option(step, step >= 1, "1 or more");
    }
}
