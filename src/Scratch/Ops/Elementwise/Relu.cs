using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The rectifier, elementwise on any shape: A = Z where Z &gt; 0, else 0. Its derivative is 1 where Z &gt; 0, else 0, the
/// kink at 0 included: dA/dZ(0) = 0.
/// </summary>
/// <remarks>Source: Glorot, Bordes, Bengio, "Deep Sparse Rectifier Neural Networks" (2011).</remarks>
public static class Relu
{
    /// <summary>A = Z where Z &gt; 0, else 0.</summary>
    /// <param name="Z">Any shape, floating point.</param>
    /// <returns>A, of Z's shape.</returns>
    /// <exception cref="ArgumentException">Z is not floating point.</exception>
    public static Tensor Forward(Tensor Z)
    {
        Require.SameDtype((Z, nameof(Z)));
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(where(Z > 0, Z, zeros_like(Z)));
    }

    /// <summary>dZ = dA where Z &gt; 0, else 0: selected, not multiplied, so that an infinite dA cannot make 0·∞.</summary>
    /// <param name="d">Reads dA; takes dZ.</param>
    /// <param name="Z">What <see cref="Forward"/> was given.</param>
    /// <param name="A">What <see cref="Forward"/> returned; its value is not needed.</param>
    /// <exception cref="ArgumentException">A and Z differ in shape or dtype.</exception>
    public static void Backward(Gradients d, Tensor Z, Tensor A)
    {
        Require.SameDtype((Z, nameof(Z)), (A, nameof(A)));
        Require.Shape(A, nameof(A), Z.shape);
        using var scope = NewDisposeScope();
        var dA = d[A];
        d.Add(Z, where(Z > 0, dA, zeros_like(dA)));
    }
}
