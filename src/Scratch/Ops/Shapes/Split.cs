using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>A tensor cut along an axis: [Y₁, Y₂, …] = X. dX is their gradients one after the other.</summary>
/// <remarks>Source: any textbook of linear algebra: the gradient of a linear map is its transpose.</remarks>
public static class Split
{
    /// <summary>[Y₁, Y₂, …] = X along the axis.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="sizes">How much each part gets of the axis; together all of it.</param>
    /// <param name="axis">Along which axis, counted from the end where negative.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or the sizes do not fit.</exception>
    public static Tensor[] Forward(Tensor X, long[] sizes, long axis)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        Require.FloatingPoint(X);
        var size = X.shape[Require.Axis(X, axis)];
        if (sizes.Any(part => part < 0) || sizes.Sum() != size)
            throw new ArgumentException(
                FormattableString.Invariant($"sizes are {Require.Text(sizes)}, expected sizes that add up to {size}."), nameof(sizes));
        return X.split(sizes, axis);
    }

    /// <summary>dX = [dY₁, dY₂, …] along the axis. Needs no value.</summary>
    /// <param name="d">Reads each dYᵢ; takes dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned; of a part that nothing came of, the gradient is zeros that are written.</param>
    /// <param name="axis">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">There are no parts.</exception>
    public static void Backward(Gradients d, Tensor X, IReadOnlyList<Tensor> Y, long axis)
    {
        ArgumentNullException.ThrowIfNull(Y);
        if (Y.Count == 0) throw new ArgumentException("Y has no tensor, expected the parts.", nameof(Y));
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        d.Add(X, cat([.. Y.Select(part => d[part])], axis));
    }
}
