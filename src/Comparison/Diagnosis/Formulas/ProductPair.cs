using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>Two products with the same constant in front, one of which is scratch's gradient and the other autograd's.</summary>
/// <param name="Wrong">Scratch's.</param>
/// <param name="Right">Autograd's.</param>
internal sealed record ProductPair(TrialProduct Wrong, TrialProduct Right)
{
    /// <summary>What the right product leaves of autograd's gradient.</summary>
    public double Residual => Right.Residual;

    /// <summary>The first pair that fits, or null.</summary>
    /// <param name="suspect">Whose upstream gradients and named tensors are multiplied.</param>
    /// <param name="scratch">What the one must be.</param>
    /// <param name="autograd">What the other must be.</param>
    /// <param name="isMistake">Whether a person may have written the first where the second is right.</param>
    public static ProductPair? Find(Suspect suspect, Tensor scratch, Tensor autograd, Func<TrialProduct, TrialProduct, bool> isMistake)
    {
        var wrong = TrialProduct.Of(suspect, scratch).ToList();
        if (wrong.Count == 0) return null;
        var pairs = from right in TrialProduct.Of(suspect, autograd)
                    from other in wrong
                    where isMistake(other, right) && Math.Abs(other.Constant - right.Constant) <= 1e-6 * Math.Abs(right.Constant)
                    select new ProductPair(other, right);
        return pairs.FirstOrDefault();
    }
}
