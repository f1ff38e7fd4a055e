using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>
/// The half of a product rule: Y = X ∘ g(X) was differentiated as if g(X) were a constant, dX = dY ∘ g(X), so that
/// scratch ∘ X = dY ∘ Y. What is missing is dY ∘ X ∘ g′(X), as in GELU, or x · sigmoid(x).
/// </summary>
internal sealed class FactorTakenForConstant : FormulaHypothesis
{
    private const long FewestProofs = 8;

    /// <inheritdoc />
    protected override Explanation? Find(Suspect suspect, Tensor scratch, Tensor autograd)
    {
        var X = suspect.Value.detach();
        // Where X is 0 both sides are, whatever scratch is.
        if (((X != 0) & (scratch != autograd)).sum().item<long>() < FewestProofs) return null;
        foreach (var use in suspect.Uses.Where(use => !use.IsLoss))
        {
            var (Y, dY) = (suspect.Trace[use.Consumer].detach(), suspect.AutogradOf(use.Consumer)!);
            if (!Match.IsComparable(Y, X) || !Match.IsComparable(dY, X)) continue;
            var residual = Match.Residual(scratch * X, dY * Y);
            if (!Match.Explains(residual, autograd.dtype)) continue;
            var (x, y) = (suspect.Name, use.Consumer);
            return suspect.BySignature(
                CauseKind.MissingTerm, complexity: 6, residual,
                $"the gradient of {x} takes the other factor of {y} = {x} ∘ g({x}) for a constant: "
                + $"the term d{y} ∘ {x} ∘ g′({x}) is missing",
                $"scratch ∘ {x} = d{y} ∘ {y} {suspect.To(residual)}",
                $"add d{y} ∘ {x} ∘ g′({x}): the product rule has a term for each factor");
        }

        return null;
    }
}
