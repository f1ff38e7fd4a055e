using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The product of matrices, or of batches of them: Y = A B, with A (…, n, k), B (…, k, m) and Y (…, n, m), where batch axes
/// broadcast. dA = dY Bᵀ and dB = Aᵀ dY, each summed over the batch axes along which it was repeated.
/// </summary>
/// <remarks>Source: Petersen, Pedersen, "The Matrix Cookbook" (2012), section 2.5.</remarks>
public static class MatMul
{
    /// <summary>Y = A B.</summary>
    /// <param name="A">(…, n, k), two axes or more.</param>
    /// <param name="B">(…, k, m), of A's dtype.</param>
    /// <returns>Y (…, n, m).</returns>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the other.</exception>
    public static Tensor Forward(Tensor A, Tensor B)
    {
        Check(A, B);
        return A.matmul(B);
    }

    /// <summary>dA = dY Bᵀ, dB = Aᵀ dY. Needs A and B, not Y's value.</summary>
    /// <param name="d">Reads dY; takes dA and dB.</param>
    /// <param name="A">As in <see cref="Forward"/>.</param>
    /// <param name="B">As in <see cref="Forward"/>.</param>
    /// <param name="Y">What <see cref="Forward"/> returned.</param>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the other.</exception>
    public static void Backward(Gradients d, Tensor A, Tensor B, Tensor Y)
    {
        Check(A, B);
        using var scope = NewDisposeScope();
        var dY = d[Y];
        if (d.Wants(A)) d.Add(A, Unbroadcast.To(dY.matmul(B.mT), A.shape));
        if (!d.Wants(B)) return;
        // One matrix for a whole batch: the sum over the batch is part of one large product.
        d.Add(B, B.dim() == 2 && A.dim() > 2
            ? A.flatten(0, -2).t().mm(dY.flatten(0, -2))
            : Unbroadcast.To(A.mT.matmul(dY), B.shape));
    }

    private static void Check(Tensor A, Tensor B)
    {
        Require.SameDtype((A, nameof(A)), (B, nameof(B)));
        var (one, other) = (A.shape, B.shape);
        if (one.Length < 2) throw new ArgumentException($"A has shape {Require.Text(one)}, expected two axes or more.", nameof(A));
        if (other.Length < 2) throw new ArgumentException($"B has shape {Require.Text(other)}, expected two axes or more.", nameof(B));
        if (one[^1] != other[^2])
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"B has shape {Require.Text(other)}, expected {one[^1]} rows, as A {Require.Text(one)} has columns."), nameof(B));
        Require.Broadcast(one.AsSpan(0, one.Length - 2), other.AsSpan(0, other.Length - 2), "the batch axes of A", "the batch axes of B");
    }
}
