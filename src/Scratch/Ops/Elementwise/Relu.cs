using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The rectifier, elementwise on any shape: A = 0 where Z ≤ 0, else Z, so that NaN stays NaN. Its derivative is 0 where Z ≤ 0, else 1:
/// at the kink dA/dZ(0) = 0.
/// </summary>
/// <remarks>Source: Glorot, Bordes, Bengio, "Deep Sparse Rectifier Neural Networks" (2011).</remarks>
public static class Relu
{
    /// <summary>A = 0 where Z ≤ 0, else Z.</summary>
    /// <param name="Z">Any shape, floating point.</param>
    /// <returns>A, of Z's shape.</returns>
    /// <exception cref="ArgumentException">Z is not floating point.</exception>
    public static Tensor Forward(Tensor Z)
    {
        Require.SameDtype((Z, nameof(Z)));
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(Z.masked_fill(Z <= 0, 0));
    }

    /// <summary>dZ = 0 where Z ≤ 0, else dA: selected, not multiplied, so that an infinite dA cannot make 0·∞.</summary>
    /// <param name="d">Reads dA; takes dZ.</param>
    /// <param name="Z">What <see cref="Forward"/> was given.</param>
    /// <param name="A">What <see cref="Forward"/> returned; its value is not needed.</param>
    /// <exception cref="ArgumentException">A and Z differ in shape or dtype.</exception>
    public static void Backward(Gradients d, Tensor Z, Tensor A)
    {
        Require.SameDtype((Z, nameof(Z)), (A, nameof(A)));
        Require.Shape(A, nameof(A), Z.shape);
        using var scope = NewDisposeScope();
        d.Add(Z, d[A].masked_fill(Z <= 0, 0));
    }
}
