using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The axes in another order: axis i of Y is axis orderᵢ of X. dX has them in the old order again.
/// </summary>
/// <remarks>Source: any textbook of linear algebra: the gradient of a linear map is its transpose.</remarks>
public static class Permute
{
    /// <summary>Y = X with its axes in that order.</summary>
    /// <param name="X">Any shape, floating point.</param>
    /// <param name="order">Every axis of X once.</param>
    /// <returns>Y.</returns>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static Tensor Forward(Tensor X, long[] order)
    {
        Require.FloatingPoint(X);
        Check(X, order);
        return X.permute(order);
    }

    /// <summary>dX = dY with the axes put back. Needs no value.</summary>
    /// <param name="d">Reads dY; takes dX.</param>
    /// <param name="X">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <param name="order">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">X is not floating point, or an option does not fit.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor Y, long[] order)
    {
        Require.FloatingPoint(X);
        Check(X, order);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var back = new long[order.Length];
        for (var axis = 0; axis < order.Length; axis++) back[order[axis]] = axis;
        d.Add(X, d[Y].permute(back));
    }

    private static void Check(Tensor X, long[] order)
    {
        if (!order.Order().SequenceEqual(Enumerable.Range(0, (int)X.dim()).Select(axis => (long)axis)))
            throw new ArgumentException(
                $"order is {Require.Text(order)}, expected every axis of a tensor of shape {Require.Text(X.shape)} once.", nameof(order));
    }
}
