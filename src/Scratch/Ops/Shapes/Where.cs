using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// A choice between two tensors, element by element, all three broadcast: Y = A where C holds, else B. Each side gets dY where it was
/// chosen.
/// </summary>
/// <remarks>Source: any textbook of linear algebra: the gradient of a linear map is its transpose.</remarks>
public static class Where
{
    /// <summary>Y = A where C holds, else B.</summary>
    /// <param name="C">Booleans, of a shape that broadcasts with the others.</param>
    /// <param name="A">Floating point.</param>
    /// <param name="B">Of A's dtype, and a shape that broadcasts with A's.</param>
    /// <returns>Y, of the broadcast shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or a dtype does not fit.</exception>
    public static Tensor Forward(Tensor C, Tensor A, Tensor B)
    {
        Check(C, A, B);
        return where(C, A, B);
    }

    /// <summary>
    /// dA = dY where C holds, dB = dY where it does not: selected, not multiplied, so that an infinite dY stays out of the other side.
    /// Needs C, no other value.
    /// </summary>
    /// <param name="d">Reads dY; takes dA and dB.</param>
    /// <param name="C">As in <see cref="Forward"/>.</param>
    /// <param name="A">As in <see cref="Forward"/>.</param>
    /// <param name="B">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or a dtype does not fit.</exception>
    public static void Backward(Gradients d, Tensor C, Tensor A, Tensor B, Tensor Y)
    {
        Check(C, A, B);
        using var scope = NewDisposeScope();
        var (dY, not) = (d[Y], C.logical_not());
        if (d.Wants(A)) d.Add(A, Unbroadcast.To(dY.masked_fill(not, 0), A.shape));
        if (d.Wants(B)) d.Add(B, Unbroadcast.To(dY.masked_fill(C, 0), B.shape));
    }

    private static void Check(Tensor C, Tensor A, Tensor B)
    {
        Require.Mask(C);
        Require.Broadcast(A, B);
        Require.Broadcast(C.shape, A.shape, nameof(C), nameof(A));
        Require.Broadcast(C.shape, B.shape, nameof(C), nameof(B));
    }
}
