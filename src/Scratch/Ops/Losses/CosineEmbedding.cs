using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// A loss that turns pairs of vectors towards each other or apart: of the rows of A and B (N, D), with labels y (N,) that are 1 or −1, and
/// c = ⟨A, B⟩ / √((‖A‖² + ε)(‖B‖² + ε)) the cosine between them,
/// <para>E = 1 − c where y is 1, max(0, c − m) where y is −1.</para>
/// <para>L is E, its mean or its sum. At c = m the derivative is that of c − m, and ε is 1e-12, both as in torch.</para>
/// </summary>
/// <remarks>
/// Source: Hadsell, Chopra, LeCun, "Dimensionality Reduction by Learning an Invariant Mapping" (2006), with the cosine for the distance.
/// </remarks>
public static class CosineEmbedding
{
    private const double Epsilon = 1e-12;

    /// <summary>L as above, and the two values that backward needs.</summary>
    /// <param name="A">(N, D).</param>
    /// <param name="B">(N, D).</param>
    /// <param name="y">(N,), 1 or −1, of A's dtype; a constant.</param>
    /// <param name="margin">m, from −1 to 1.</param>
    /// <param name="reduction">What is done with E.</param>
    /// <returns>L, a number, or (N,); c (N,); and the squared lengths of A's and B's rows, (2, N).</returns>
    /// <exception cref="ArgumentException">A shape, a dtype or m does not fit.</exception>
    public static (Tensor Loss, Tensor Cosine, Tensor Squares) Forward(
        Tensor A, Tensor B, Tensor y, double margin = 0, Reduction reduction = Reduction.Mean)
    {
        Check(A, B, y, margin);
        using var scope = NewDisposeScope();
        var squares = stack([A.square().sum([1L]), B.square().sum([1L])]) + Epsilon;
        var cosine = (A * B).sum([1L]) / squares.prod(0L).sqrt();
        var E = where(y == 1, 1 - cosine, (cosine - margin).clamp_min(0));
        return scope.MoveToOuter(LossReduction.Of(E, reduction), cosine, squares);
    }

    /// <summary>
    /// With dc = −dE where y is 1, dE where it is −1 and c ≥ m, else 0: dA = dc (B / √((‖A‖² + ε)(‖B‖² + ε)) − c A / (‖A‖² + ε)), and dB
    /// likewise. Needs A, B, y, c and the squared lengths, not L's value.
    /// </summary>
    /// <param name="d">Reads dL; takes dA and dB.</param>
    /// <param name="A">What <see cref="Forward"/> was given.</param>
    /// <param name="B">What <see cref="Forward"/> was given.</param>
    /// <param name="y">What <see cref="Forward"/> was given.</param>
    /// <param name="L">What <see cref="Forward"/> returned.</param>
    /// <param name="cosine">c, as <see cref="Forward"/> returned it.</param>
    /// <param name="squares">As <see cref="Forward"/> returned them.</param>
    /// <param name="margin">As in <see cref="Forward"/>.</param>
    /// <param name="reduction">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape, a dtype or m does not fit the others.</exception>
    public static void Backward(
        Gradients d, Tensor A, Tensor B, Tensor y, Tensor L, Tensor cosine, Tensor squares, double margin = 0,
        Reduction reduction = Reduction.Mean)
    {
        Check(A, B, y, margin);
        LossReduction.Check(L, y.shape, reduction);
        Require.Like(y, cosine);
        Require.Shape(squares, nameof(squares), 2, y.shape[0]);
        if (!d.Wants(A) && !d.Wants(B)) return;
        using var scope = NewDisposeScope();
        var dE = LossReduction.Gradient(d[L], y.numel(), reduction);
        var dC = where(y == 1, -dE, dE.masked_fill(cosine < margin, 0));
        var across = (dC / squares.prod(0L).sqrt()).unsqueeze(1);
        var along = ((dC * cosine).neg_() / squares).unsqueeze(2);
        if (d.Wants(A)) d.Add(A, (B * across).addcmul_(A, along[0], 1));
        if (d.Wants(B)) d.Add(B, (A * across).addcmul_(B, along[1], 1));
    }

    private static void Check(Tensor A, Tensor B, Tensor y, double margin)
    {
        Require.Shape(A, nameof(A), -1, -1);
        Require.Like(A, B);
        Require.Shape(y, nameof(y), A.shape[0]);
        Require.SameDtype((A, nameof(A)), (y, nameof(y)));
        Require.Option(margin, margin is >= -1 and <= 1, "a number from -1 to 1");
    }
}
