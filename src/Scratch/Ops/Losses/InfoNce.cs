using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The contrastive loss with the rest of the batch as negatives: of queries Q (N, D) and keys K (N, D), where Qₙ and Kₙ belong together,
/// with scores S = Q Kᵀ / τ (N, N) and log P = S − log Σ exp S along rows,
/// <para>Eₙ = −log P[n, n], and L is E, its mean or its sum.</para>
/// <para>The scores are of Q and K as they are: see <see cref="L2Normalize"/> for cosines.</para>
/// </summary>
/// <remarks>Source: van den Oord, Li, Vinyals, "Representation Learning with Contrastive Predictive Coding" (2018), eq. 4.</remarks>
public static class InfoNce
{
    /// <summary>L as above, and the log-probabilities that backward needs.</summary>
    /// <param name="Q">(N, D).</param>
    /// <param name="K">(N, D).</param>
    /// <param name="temperature">τ, more than 0.</param>
    /// <param name="reduction">What is done with E.</param>
    /// <returns>L, a number, or (N,); and log P (N, N).</returns>
    /// <exception cref="ArgumentException">A shape, a dtype or τ does not fit.</exception>
    public static (Tensor Loss, Tensor LogP) Forward(Tensor Q, Tensor K, double temperature = 0.1, Reduction reduction = Reduction.Mean)
    {
        Check(Q, K, temperature);
        using var scope = NewDisposeScope();
        var logP = ((Q / temperature).mm(K.t())).log_softmax(1);
        return scope.MoveToOuter(LossReduction.Of(-logP.diagonal(), reduction), logP);
    }

    /// <summary>dS = dE (P − I), dQ = dS K / τ, dK = dSᵀ Q / τ. Needs Q, K and log P, not L's value.</summary>
    /// <param name="d">Reads dL; takes dQ and dK.</param>
    /// <param name="Q">What <see cref="Forward"/> was given.</param>
    /// <param name="K">What <see cref="Forward"/> was given.</param>
    /// <param name="L">What <see cref="Forward"/> returned.</param>
    /// <param name="logP">log P, as <see cref="Forward"/> returned it.</param>
    /// <param name="temperature">As in <see cref="Forward"/>.</param>
    /// <param name="reduction">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape, a dtype or τ does not fit the others.</exception>
    public static void Backward(
        Gradients d, Tensor Q, Tensor K, Tensor L, Tensor logP, double temperature = 0.1, Reduction reduction = Reduction.Mean)
    {
        Check(Q, K, temperature);
        var size = Q.shape[0];
        LossReduction.Check(L, [size], reduction);
        Require.Shape(logP, nameof(logP), size, size);
        if (!d.Wants(Q) && !d.Wants(K)) return;
        using var scope = NewDisposeScope();
        var dE = LossReduction.Gradient(d[L], size, reduction) / temperature;
        var dS = logP.exp();
        dS.diagonal().sub_(1);
        dS.mul_(dE.dim() == 0 ? dE : dE.unsqueeze(1));
        if (d.Wants(Q)) d.Add(Q, dS.mm(K));
        if (d.Wants(K)) d.Add(K, dS.t().mm(Q));
    }

    private static void Check(Tensor Q, Tensor K, double temperature)
    {
        Require.Shape(Q, nameof(Q), -1, -1);
        Require.Like(Q, K);
        Require.Option(temperature, temperature > 0, "more than 0");
    }
}
