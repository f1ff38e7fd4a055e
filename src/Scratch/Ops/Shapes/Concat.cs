using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>Tensors one after the other along an axis: Y = [X₁, X₂, …]. Each gets its own part of dY.</summary>
/// <remarks>Source: any textbook of linear algebra: the gradient of a linear map is its transpose.</remarks>
public static class Concat
{
    /// <summary>Y = [X₁, X₂, …] along the axis.</summary>
    /// <param name="X">One or more, of one dtype, and of one shape but for that axis.</param>
    /// <param name="axis">Along which axis, counted from the end where negative.</param>
    /// <returns>Y.</returns>
    /// <exception cref="ArgumentException">There is none, or a shape or dtype does not fit.</exception>
    public static Tensor Forward(IReadOnlyList<Tensor> X, long axis)
    {
        Check(X, axis);
        return cat([.. X], axis);
    }

    /// <summary>dXᵢ = its part of dY. Needs no value.</summary>
    /// <param name="d">Reads dY; takes each dXᵢ.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="axis">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">There is none, or a shape or dtype does not fit.</exception>
    public static void Backward(Gradients d, IReadOnlyList<Tensor> X, Tensor Y, long axis)
    {
        Check(X, axis);
        using var scope = NewDisposeScope();
        var dY = d[Y];
        var along = Require.Axis(Y, axis);
        var start = 0L;
        foreach (var part in X)
        {
            var length = part.shape[along];
            if (d.Wants(part)) d.Add(part, dY.narrow(axis, start, length));
            start += length;
        }
    }

    private static void Check(IReadOnlyList<Tensor> X, long axis)
    {
        ArgumentNullException.ThrowIfNull(X);
        if (X.Count == 0) throw new ArgumentException("X has no tensor, expected one or more.", nameof(X));
        Require.FloatingPoint(X[0], "X[0]");
        var shape = X[0].shape;
        shape[Require.Axis(X[0], axis)] = -1;
        for (var index = 1; index < X.Count; index++)
        {
            var name = FormattableString.Invariant($"X[{index}]");
            Require.Shape(X[index], name, shape);
            Require.SameDtype((X[0], "X[0]"), (X[index], name));
        }
    }
}
