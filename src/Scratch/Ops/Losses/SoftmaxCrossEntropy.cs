using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// Softmax and cross-entropy in one, as the notebook has them. For logits Z (N, C) and one-hot targets y (N, C), with
/// m the maximum of each row:
/// <para>P = exp(Z − m) / (Σ_c exp(Z − m) + ε), L = −(1/N) Σₙ Σ_c y log(P + ε).</para>
/// <para>The textbook gradient, dZ = (P − y) / N, is exact for ε = 0.</para>
/// </summary>
/// <remarks>
/// Source: Bishop, "Pattern Recognition and Machine Learning" (2006), eq. 4.109. With ε &gt; 0 it is not the gradient of L
/// as written: ∂/∂P log(P + ε) = 1/(P + ε), which vanishes against 1/P where the true class's P ≪ ε.
/// </remarks>
public static class SoftmaxCrossEntropy
{
    /// <summary>The notebook's ε.</summary>
    public const double DefaultEpsilon = 1e-10;

    /// <summary>L and P as above.</summary>
    /// <param name="Z">Logits (N, C).</param>
    /// <param name="y">One-hot targets (N, C), of Z's dtype.</param>
    /// <param name="epsilon">Added to the denominator and inside the logarithm; 0 or more.</param>
    /// <returns>The loss, a scalar, and the probabilities P (N, C).</returns>
    /// <exception cref="ArgumentException">A shape, a dtype or ε does not fit.</exception>
    public static (Tensor Loss, Tensor P) Forward(Tensor Z, Tensor y, double epsilon = DefaultEpsilon)
    {
        Check(Z, y);
        if (!(epsilon >= 0 && double.IsFinite(epsilon)))
            throw new ArgumentException(
                FormattableString.Invariant($"epsilon is {epsilon}, expected a finite number, 0 or more."), nameof(epsilon));
        using var scope = NewDisposeScope();
        var e = (Z - Z.amax([1], keepdim: true)).exp();
        var P = e / (e.sum(1, keepdim: true) + epsilon);
        var loss = -(y * (P + epsilon).log()).sum(1).mean();
        return scope.MoveToOuter(loss, P);
    }

    /// <summary>
    /// L and P by torch's own softmax and, for ε = 0, cross-entropy: with S = Σ_c exp(Z − m) from torch's logsumexp, P is softmax(Z)
    /// · S / (S + ε).
    /// </summary>
    /// <param name="Z">Logits (N, C).</param>
    /// <param name="y">One-hot targets (N, C), of Z's dtype.</param>
    /// <param name="epsilon">As in <see cref="Forward"/>.</param>
    /// <returns>The loss, a scalar, and the probabilities P (N, C).</returns>
    /// <exception cref="ArgumentException">A shape or dtype does not fit.</exception>
    public static (Tensor Loss, Tensor P) Reference(Tensor Z, Tensor y, double epsilon = DefaultEpsilon)
    {
        Check(Z, y);
        using var scope = NewDisposeScope();
        if (epsilon == 0) return scope.MoveToOuter(nn.functional.cross_entropy(Z, y), Z.softmax(1));
        var S = (Z.logsumexp(1, keepdim: true) - Z.amax([1], keepdim: true)).exp();
        var P = Z.softmax(1) * S / (S + epsilon);
        return scope.MoveToOuter(-y.flatten().dot((P + epsilon).log().flatten()) / Z.shape[0], P);
    }

    /// <summary>dZ = (P − y) / N, as in the notebook. Needs P and y, not Z's value; L is the last tensor, so dL = 1.</summary>
    /// <param name="d">Takes dZ.</param>
    /// <param name="Z">Logits (N, C).</param>
    /// <param name="P">Probabilities (N, C), as <see cref="Forward"/> returned them.</param>
    /// <param name="y">One-hot targets (N, C).</param>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static void Backward(Gradients d, Tensor Z, Tensor P, Tensor y)
    {
        Check(Z, y);
        Require.Shape(P, nameof(P), Z.shape);
        using var scope = NewDisposeScope();
        var N = Z.shape[0];
        d.Add(Z, (P - y) / N);
    }

    private static void Check(Tensor Z, Tensor y)
    {
        Require.Shape(Z, nameof(Z), -1, -1);
        Require.Shape(y, nameof(y), Z.shape);
        Require.SameDtype((Z, nameof(Z)), (y, nameof(y)));
        if (Z.numel() == 0)
            throw new ArgumentException($"Z has shape {Require.Text(Z.shape)}; a mean needs at least one row and one class.", nameof(Z));
    }
}
