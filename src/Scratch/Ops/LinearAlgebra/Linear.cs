using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The fully connected layer: Z = X Wᵀ + b, with X (N, in), W (out, in), b (1, out) and Z (N, out), all of one floating-point
/// dtype. Its gradients, from dZ (N, out): dW = dZᵀ X, db = Σₙ dZₙ, dX = dZ W.
/// </summary>
/// <remarks>Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 6.5.6.</remarks>
public static class Linear
{
    /// <summary>Z = X Wᵀ + b.</summary>
    /// <param name="X">(N, in).</param>
    /// <param name="W">(out, in).</param>
    /// <param name="b">(1, out); null for none.</param>
    /// <returns>Z (N, out).</returns>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static Tensor Forward(Tensor X, Tensor W, Tensor? b)
    {
        Check(X, W, b);
        using var scope = NewDisposeScope();
        var product = X.mm(W.t());
        return scope.MoveToOuter(b is null ? product : product + b);
    }

    /// <summary>dW = dZᵀ X, db = Σₙ dZₙ, dX = dZ W. Needs X and W, not Z's value.</summary>
    /// <param name="d">Reads dZ; takes dW, db and dX.</param>
    /// <param name="X">(N, in).</param>
    /// <param name="W">(out, in).</param>
    /// <param name="b">(1, out); null for none.</param>
    /// <param name="Z">(N, out), what <see cref="Forward"/> returned.</param>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static void Backward(Gradients d, Tensor X, Tensor W, Tensor? b, Tensor Z)
    {
        Check(X, W, b);
        Require.Shape(Z, nameof(Z), X.shape[0], W.shape[0]);
        using var scope = NewDisposeScope();
        var dZ = d[Z];
        if (d.Wants(W)) d.Add(W, dZ.t().mm(X));
        if (b is not null && d.Wants(b)) d.Add(b, dZ.sum(0, keepdim: true));
        if (d.Wants(X)) d.Add(X, dZ.mm(W));
    }

    private static void Check(Tensor X, Tensor W, Tensor? b)
    {
        Require.Shape(W, nameof(W), -1, -1);
        Require.Shape(X, nameof(X), -1, W.shape[1]);
        Require.SameDtype((X, nameof(X)), (W, nameof(W)));
        if (b is null) return;
        Require.Shape(b, nameof(b), 1, W.shape[0]);
        Require.SameDtype((X, nameof(X)), (b, nameof(b)));
    }
}
