using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The gate of a mixture of experts, along the last axis of logits Z (…, E): with K the places of the k largest,
/// <para>P_e = exp(Z_e) / Σ_{j ∈ K} exp(Z_j) for e ∈ K, and 0 elsewhere.</para>
/// <para>Which of equal logits are among the k is torch's topk's choice; the gradient follows it.</para>
/// </summary>
/// <remarks>Source: Shazeer et al., "Outrageously Large Neural Networks: The Sparsely-Gated Mixture-of-Experts Layer" (2017).</remarks>
public static class TopKGating
{
    /// <summary>P as above.</summary>
    /// <param name="Z">(…, E), floating point.</param>
    /// <param name="k">How many experts each example has, from 1 to E.</param>
    /// <returns>P, of Z's shape.</returns>
    /// <exception cref="ArgumentException">Z is not floating point, or k does not fit.</exception>
    public static Tensor Forward(Tensor Z, int k)
    {
        Require.FloatingPoint(Z);
        var shape = Z.shape;
        if (shape.Length == 0) throw new ArgumentException("Z has shape (), expected an axis of experts.", nameof(Z));
        var experts = shape[^1];
        Require.Option(k, k >= 1 && k <= experts, FormattableString.Invariant($"1 to {experts}"));
        using var scope = NewDisposeScope();
        var (largest, places) = Z.topk(k);
        return scope.MoveToOuter(zeros_like(Z).scatter(-1, places, largest.softmax(-1)));
    }

    /// <summary>dZ = P ∘ (dP − Σ_j P_j dP_j), which is 0 where P is. Needs P, not Z's value.</summary>
    /// <param name="d">Reads dP; takes dZ.</param>
    /// <param name="Z">What <see cref="Forward"/> was given.</param>
    /// <param name="P">What <see cref="Forward"/> returned.</param>
    /// <exception cref="ArgumentException">Z and P differ in shape or dtype.</exception>
    public static void Backward(Gradients d, Tensor Z, Tensor P)
    {
        Require.Like(Z, P);
        if (!d.Wants(Z)) return;
        using var scope = NewDisposeScope();
        var weighted = d[P] * P;
        d.Add(Z, weighted.addcmul(P, weighted.sum([-1L], keepdim: true), -1));
    }
}
