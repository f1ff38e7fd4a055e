using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The elementwise quotient of two tensors that broadcast: Y = A / B.
/// </summary>
/// <remarks>Source: any textbook of calculus; the sum over repeated uses is <see cref="Unbroadcast"/>.</remarks>
public static class Div
{
    /// <summary>Y = A / B.</summary>
    /// <param name="A">Any shape, floating point.</param>
    /// <param name="B">A shape that broadcasts with A's, of A's dtype.</param>
    /// <returns>Y, of the broadcast shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or the dtypes differ.</exception>
    public static Tensor Forward(Tensor A, Tensor B)
    {
        Require.Broadcast(A, B);
        return A / B;
    }

    /// <summary>
    /// dA = dY / B and dB = −dY ∘ Y / B, each summed over the axes along which it was repeated. Needs B and Y, not A's value.
    /// </summary>
    /// <param name="d">Reads dY; takes dA and dB.</param>
    /// <param name="A">What <see cref="Forward"/> was given.</param>
    /// <param name="B">What <see cref="Forward"/> was given.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or the dtypes differ.</exception>
    public static void Backward(Gradients d, Tensor A, Tensor B, Tensor Y)
    {
        Require.Broadcast(A, B);
        using var scope = NewDisposeScope();
        var dY = d[Y];
        if (d.Wants(A)) d.Add(A, Unbroadcast.To(dY / B, A.shape));
        if (d.Wants(B)) d.Add(B, Unbroadcast.To((dY / B).mul_(Y).neg_(), B.shape));
    }
}
