using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The cross-entropy of the classes y (N,) and logits Z (N, C), with class weights w (C,) and label smoothing s. With log P = Z − log Σ
/// exp Z, whose largest term is taken out of the sum before exp, so that nothing overflows, and targets
/// <para>Q[n, c] = (1 − s) w_c [c = yₙ] + s w_c / C, Eₙ = −Σ_c Q log P, and 0 where yₙ is the index to ignore.</para>
/// <para>L is E, its sum, or its weighted mean Σ E / Σ w[yₙ] over what is not ignored: NaN where all is, as in torch.</para>
/// </summary>
/// <remarks>
/// Source: Bishop, "Pattern Recognition and Machine Learning" (2006), eq. 4.108; Szegedy et al., "Rethinking the Inception Architecture"
/// (2016), for the smoothing.
/// </remarks>
public static class CrossEntropy
{
    /// <summary>L as above, and the log-probabilities that backward needs.</summary>
    /// <param name="Z">Logits (N, C).</param>
    /// <param name="y">Classes (N,), Int64, from 0 to C − 1 or the index to ignore.</param>
    /// <param name="weight">w (C,), of Z's dtype; a constant; null for 1.</param>
    /// <param name="ignoreIndex">The y of rows that do not count.</param>
    /// <param name="smoothing">s, from 0 to 1.</param>
    /// <param name="reduction">What is done with E.</param>
    /// <returns>L, a number, or (N,); and log P (N, C).</returns>
    /// <exception cref="ArgumentException">A shape, a dtype or s does not fit, or a class is out of range.</exception>
    public static (Tensor Loss, Tensor LogP) Forward(
        Tensor Z, Tensor y, Tensor? weight = null, long ignoreIndex = -100, double smoothing = 0, Reduction reduction = Reduction.Mean)
    {
        Check(Z, y, weight, smoothing);
        using var scope = NewDisposeScope();
        var labels = new ClassLabels(Z, y, weight, ignoreIndex);
        Require.Indices(labels.Classes, Z.shape[1], nameof(y));
        var logP = Z.log_softmax(1);
        var E = -labels.Weights * logP.gather(1, labels.Column).squeeze(1);
        if (smoothing != 0)
        {
            var others = weight is null ? logP.sum([1L]) : logP.mv(weight);
            E = E * (1 - smoothing) - others * (smoothing / Z.shape[1]);
        }

        return scope.MoveToOuter(LossReduction.Of(E.masked_fill(labels.Ignored, 0), labels.Weights, reduction), logP);
    }

    /// <summary>dZ = dE (P Σ_c Q − Q), 0 in rows that are ignored. Needs y, w and log P, neither Z's value nor L's.</summary>
    /// <param name="d">Reads dL; takes dZ.</param>
    /// <param name="Z">What <see cref="Forward"/> was given.</param>
    /// <param name="y">What <see cref="Forward"/> was given.</param>
    /// <param name="L">What <see cref="Forward"/> returned.</param>
    /// <param name="logP">log P, as <see cref="Forward"/> returned it.</param>
    /// <param name="weight">As in <see cref="Forward"/>.</param>
    /// <param name="ignoreIndex">As in <see cref="Forward"/>.</param>
    /// <param name="smoothing">As in <see cref="Forward"/>.</param>
    /// <param name="reduction">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape, a dtype or s does not fit the others.</exception>
    public static void Backward(
        Gradients d, Tensor Z, Tensor y, Tensor L, Tensor logP, Tensor? weight = null, long ignoreIndex = -100, double smoothing = 0,
        Reduction reduction = Reduction.Mean)
    {
        // log P_k = Z_k − log Σ exp Z, so ∂ log P_k / ∂Z_c = [k = c] − P_c, and −Σ_k Q_k of it is P_c Σ_k Q_k − Q_c.
        Check(Z, y, weight, smoothing);
        LossReduction.Check(L, y.shape, reduction);
        Require.Like(Z, logP);
        if (!d.Wants(Z)) return;
        using var scope = NewDisposeScope();
        var labels = new ClassLabels(Z, y, weight, ignoreIndex);
        var dE = LossReduction.Gradient(d[L], labels.Weights, reduction);
        var target = (labels.Weights * dE).mul_(1 - smoothing).unsqueeze(1);
        if (smoothing == 0)
        {
            d.Add(Z, logP.exp().mul_(target).scatter_add_(1, labels.Column, target.neg()));
            return;
        }

        // The part of every class, row by row.
        var classes = Z.shape[1];
        var part = (dE * labels.Ignored.logical_not()).mul_(smoothing / classes).unsqueeze(1);
        var smooth = weight is null ? part : part * weight;
        var total = target + (weight is null ? part * classes : part * weight.sum());
        d.Add(Z, logP.exp().mul_(total).sub_(smooth).scatter_add_(1, labels.Column, target.neg()));
    }

    private static void Check(Tensor Z, Tensor y, Tensor? weight, double smoothing)
    {
        Require.FloatingPoint(Z);
        Require.Shape(Z, nameof(Z), -1, -1);
        ClassLabels.Check(y, weight, Z, nameof(Z));
        Require.Option(smoothing, smoothing is >= 0 and <= 1, "a number from 0 to 1");
    }
}
