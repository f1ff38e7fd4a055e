using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The negative log-likelihood of the classes y (N,) under log-probabilities X (N, C), with class weights w (C,):
/// <para>Eₙ = −w[yₙ] X[n, yₙ], and 0 where yₙ is the index to ignore.</para>
/// <para>L is E, its sum, or its weighted mean Σ E / Σ w[yₙ] over what is not ignored: NaN where all is, as in torch.</para>
/// </summary>
/// <remarks>Source: Bishop, "Pattern Recognition and Machine Learning" (2006), eq. 4.108.</remarks>
public static class NllLoss
{
    /// <summary>L as above.</summary>
    /// <param name="X">Log-probabilities (N, C).</param>
    /// <param name="y">Classes (N,), Int64, from 0 to C − 1 or the index to ignore.</param>
    /// <param name="weight">w (C,), of X's dtype; a constant; null for 1.</param>
    /// <param name="ignoreIndex">The y of rows that do not count.</param>
    /// <param name="reduction">What is done with E.</param>
    /// <returns>L, a number, or (N,).</returns>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others, or a class is out of range.</exception>
    public static Tensor Forward(Tensor X, Tensor y, Tensor? weight = null, long ignoreIndex = -100, Reduction reduction = Reduction.Mean)
    {
        Check(X, y, weight);
        using var scope = NewDisposeScope();
        var labels = new ClassLabels(X, y, weight, ignoreIndex);
        Require.Indices(labels.Classes, X.shape[1], nameof(y));
        // Filled, not multiplied: a log-probability of −∞ in a row that is ignored must not make 0·∞.
        var E = (-labels.Weights * X.gather(1, labels.Column).squeeze(1)).masked_fill(labels.Ignored, 0);
        return scope.MoveToOuter(LossReduction.Of(E, labels.Weights, reduction));
    }

    /// <summary>dX[n, yₙ] = −w[yₙ] dEₙ, and 0 elsewhere. Needs y and w, neither X's value nor L's.</summary>
    /// <param name="d">Reads dL; takes dX.</param>
    /// <param name="X">What <see cref="Forward"/> was given.</param>
    /// <param name="y">What <see cref="Forward"/> was given.</param>
    /// <param name="L">What <see cref="Forward"/> returned.</param>
    /// <param name="weight">As in <see cref="Forward"/>.</param>
    /// <param name="ignoreIndex">As in <see cref="Forward"/>.</param>
    /// <param name="reduction">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static void Backward(
        Gradients d, Tensor X, Tensor y, Tensor L, Tensor? weight = null, long ignoreIndex = -100, Reduction reduction = Reduction.Mean)
    {
        Check(X, y, weight);
        LossReduction.Check(L, y.shape, reduction);
        if (!d.Wants(X)) return;
        using var scope = NewDisposeScope();
        var labels = new ClassLabels(X, y, weight, ignoreIndex);
        var dE = LossReduction.Gradient(d[L], labels.Weights, reduction);
        var dX = zeros(X.shape, X.dtype, X.device);
        d.Add(X, dX.scatter_(1, labels.Column, (-labels.Weights * dE).unsqueeze(1)));
    }

    private static void Check(Tensor X, Tensor y, Tensor? weight)
    {
        Require.FloatingPoint(X);
        Require.Shape(X, nameof(X), -1, -1);
        ClassLabels.Check(y, weight, X, nameof(X));
    }
}
