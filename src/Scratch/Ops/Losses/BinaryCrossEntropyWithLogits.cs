using ScratchVsAutograd.Scratch;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The cross-entropy of yes-or-no targets y and logits Z, elementwise, with weights w and weights p of the positive targets that
/// broadcast to Z's shape:
/// <para>E = −w (p y log σ(Z) + (1 − y) log σ(−Z)), and L is E, its mean or its sum.</para>
/// </summary>
/// <remarks>Source: Bishop, "Pattern Recognition and Machine Learning" (2006), eq. 4.90.</remarks>
public static class BinaryCrossEntropyWithLogits
{
    /// <summary>L as above.</summary>
    /// <param name="Z">Logits of any shape, floating point.</param>
    /// <param name="y">Targets from 0 to 1, of Z's shape and dtype; a constant.</param>
    /// <param name="weight">w, of Z's dtype; a constant; null for 1.</param>
    /// <param name="positiveWeight">p, of Z's dtype; a constant; null for 1.</param>
    /// <param name="reduction">What is done with E; the mean is by their number, whatever the weights.</param>
    /// <returns>L, a number, or of Z's shape.</returns>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static Tensor Forward(
        Tensor Z, Tensor y, Tensor? weight = null, Tensor? positiveWeight = null, Reduction reduction = Reduction.Mean)
    {
        Check(Z, y, weight, positiveWeight);
        using var scope = NewDisposeScope();
        var positive = positiveWeight is null ? y : positiveWeight * y;
        var E = (y - 1) * nn.functional.logsigmoid(-Z) - positive * nn.functional.logsigmoid(Z);
        return scope.MoveToOuter(LossReduction.Of(weight is null ? E : weight * E, reduction));
    }

    /// <summary>dZ = w dE ∘ ((1 − y) σ(Z) − p y σ(−Z)). Needs Z, y, w and p, not L's value.</summary>
    /// <param name="d">Reads dL; takes dZ.</param>
    /// <param name="Z">What <see cref="Forward"/> was given.</param>
    /// <param name="y">What <see cref="Forward"/> was given.</param>
    /// <param name="L">What <see cref="Forward"/> returned.</param>
    /// <param name="weight">As in <see cref="Forward"/>.</param>
    /// <param name="positiveWeight">As in <see cref="Forward"/>.</param>
    /// <param name="reduction">As in <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A shape or dtype does not fit the others.</exception>
    public static void Backward(
        Gradients d, Tensor Z, Tensor y, Tensor L, Tensor? weight = null, Tensor? positiveWeight = null,
        Reduction reduction = Reduction.Mean)
    {
        // d log σ(Z) = σ(−Z). For p = 1 this is σ(Z) − y, which cancels where a confident prediction is right; these terms do not.
        Check(Z, y, weight, positiveWeight);
        LossReduction.Check(L, Z.shape, reduction);
        if (!d.Wants(Z)) return;
        using var scope = NewDisposeScope();
        var scale = LossReduction.Gradient(d[L], Z.numel(), reduction);
        if (weight is not null) scale = scale * weight;
        var positive = Z.neg().sigmoid_().mul_(y);
        if (positiveWeight is not null) positive.mul_(positiveWeight);
        d.Add(Z, (1 - y).mul_(Z.sigmoid()).sub_(positive).mul_(scale));
    }

    private static void Check(Tensor Z, Tensor y, Tensor? weight, Tensor? positiveWeight)
    {
        Require.Like(Z, y);
        CheckWeight(Z, weight, nameof(weight));
        CheckWeight(Z, positiveWeight, nameof(positiveWeight));
    }

    private static void CheckWeight(Tensor Z, Tensor? weight, string name)
    {
        if (weight is null) return;
        Require.SameDtype((Z, nameof(Z)), (weight, name));
        var (shape, own) = (Z.shape, weight.shape);
        var fits = own.Length <= shape.Length;
        for (var fromEnd = 1; fits && fromEnd <= own.Length; fromEnd++) fits = own[^fromEnd] == 1 || own[^fromEnd] == shape[^fromEnd];
        if (!fits)
            throw new ArgumentException(
                $"{name} has shape {Require.Text(own)}, which does not broadcast to Z's {Require.Text(shape)}.", name);
    }
}
