using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>
/// Scratch is k times one product of an upstream gradient with a named tensor, autograd's is k times the product of the same
/// two with another one transposed, or in the other order: dY·W where dY·Wᵀ is right.
/// </summary>
internal sealed class FactorTurned : FormulaHypothesis
{
    /// <inheritdoc />
    protected override Explanation? Find(Suspect suspect, Tensor scratch, Tensor autograd)
    {
        if (ProductPair.Find(suspect, scratch, autograd, IsTurned) is not { } pair) return null;
        return suspect.BySignature(
            CauseKind.Transpose, complexity: 2, pair.Residual,
            $"the gradient of {suspect.Name} is {pair.Wrong.Text}, it should be {pair.Right.Text}",
            $"scratch = {pair.Wrong.ScaledText} and autograd = {pair.Right.ScaledText}, {suspect.To(pair.Residual)}",
            $"write {pair.Right.ScaledText}: where forward has a matrix, backward has its transpose");
    }

    private static bool IsTurned(TrialProduct wrong, TrialProduct right)
        => wrong.Factor == right.Factor && wrong.Upstream == right.Upstream && wrong.Layout != right.Layout;
}
