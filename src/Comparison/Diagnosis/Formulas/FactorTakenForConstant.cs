namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>
/// The half of a product rule: Y = X ∘ g(X) was differentiated as if g(X) were a constant, dX = dY ∘ g(X), so that
/// scratch ∘ X = dY ∘ Y. What is missing is dY ∘ X ∘ g′(X), as in GELU, or x · sigmoid(x).
/// </summary>
internal sealed class FactorTakenForConstant : Hypothesis
{
    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
    {
        if (suspect.Pair is not var (scratch, autograd) || autograd.numel() < 8) return null;
        var X = suspect.Value.detach();
        foreach (var use in suspect.Uses.Where(use => !use.IsLoss))
        {
            var (Y, dY) = (suspect.Trace[use.Consumer].detach(), suspect.AutogradOf(use.Consumer)!);
            if (!Fit.IsComparable(Y, X) || !Fit.IsComparable(dY, X)) continue;
            var residual = Fit.Residual(scratch * X, dY * Y);
            if (!Fit.Explains(residual, autograd.dtype)) continue;
            var (x, y) = (suspect.Name, use.Consumer);
            return suspect.BySignature(
                CauseKind.MissingTerm, complexity: 4, residual,
                $"the gradient of {x} takes the other factor of {y} = {x} ∘ g({x}) for a constant: the term d{y} ∘ {x} ∘ g′({x}) is missing",
                $"scratch ∘ {x} = d{y} ∘ {y} {suspect.To(residual)}",
                $"add d{y} ∘ {x} ∘ g′({x}): the product rule has a term for each factor");
        }

        return null;
    }
}
