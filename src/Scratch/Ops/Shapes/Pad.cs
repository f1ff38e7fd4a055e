using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// More elements at both ends of an axis: a number (0, say), or those inside mirrored at the outermost one, which is not repeated:
/// [c b | a b c d | c b]. A number depends on nothing, so dX is dY's middle; a mirrored element adds its gradient to the one it shows.
/// </summary>
/// <remarks>Source: the conventions are those of torch's pad.</remarks>
public static class Pad
{
    /// <summary>A number at both ends of an axis.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="axis">Which axis, counted from the end where negative.</param>
    /// <param name="before">How many come before, 0 or more.</param>
    /// <param name="after">How many come after, 0 or more.</param>
    /// <param name="value">The number; null mirrors X instead.</param>
    /// <returns>Y, larger along the axis.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, long axis, long before, long after, double? value = 0)
    {
        Check(X, axis, before, after, value);
        using var scope = NewDisposeScope();
        if (value is null)
            return scope.MoveToOuter(X.index_select(axis, Mirrored(X.shape[Require.Axis(X, axis)], before, after, X.device)));
        return scope.MoveToOuter(cat([Ends(X, axis, before, value.Value), X, Ends(X, axis, after, value.Value)], axis));
    }

    /// <summary>dX = dY's middle, and where X was mirrored the sum over all that shows an element. Needs no value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="axis">As in <see cref="Forward"/>.</param>
    /// <param name="before">As in <see cref="Forward"/>.</param>
    /// <param name="after">As in <see cref="Forward"/>.</param>
    /// <param name="value">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, long axis, long before, long after, double? value = 0)
    {
        Check(X, axis, before, after, value);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var size = X.shape[Require.Axis(X, axis)];
        d.Add(X, value is null
            ? zeros_like(X).index_add_(axis, Mirrored(size, before, after, X.device), d[Y], 1)
            : d[Y].narrow(axis, before, size));
    }

    private static Tensor Ends(Tensor X, long axis, long count, double value)
    {
        var shape = X.shape;
        shape[Require.Axis(X, axis)] = count;
        return full(shape, value, X.dtype, X.device);
    }

    // |i| and its mirror image at the other end, for i from −before on.
    private static Tensor Mirrored(long size, long before, long after, Device device)
        => size - 1 - (size - 1 - arange(-before, size + after, ScalarType.Int64, device).abs()).abs();

    private static void Check(Tensor X, long axis, long before, long after, double? value)
    {
        Require.FloatingPoint(X);
        var size = X.shape[Require.Axis(X, axis)];
        var most = value is null ? size - 1 : long.MaxValue;
        var expected = value is null ? FormattableString.Invariant($"0 to {most}, as only what is inside can be mirrored") : "0 or more";
        Require.Option(before, before >= 0 && before <= most, expected);
        Require.Option(after, after >= 0 && after <= most, expected);
    }
}
