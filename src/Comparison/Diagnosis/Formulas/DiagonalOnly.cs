using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>
/// P = softmax(Z) was differentiated as if each Pᵢ depended on its own Zᵢ only: scratch = dP ∘ P ∘ (1 − P), the sigmoid's derivative
/// and the diagonal of softmax's Jacobian, where autograd has P ∘ (dP − Σ dP ∘ P). Both are rebuilt, nothing is fitted.
/// </summary>
internal sealed class DiagonalOnly : FormulaHypothesis
{
    /// <inheritdoc />
    protected override Explanation? Find(Suspect suspect, Tensor scratch, Tensor autograd)
    {
        foreach (var use in suspect.Uses.Where(use => !use.IsLoss))
        {
            var (P, dP) = (suspect.Trace[use.Consumer].detach(), suspect.AutogradOf(use.Consumer)!);
            if (!Match.IsComparable(P, autograd) || !Match.IsComparable(dP, autograd) || !Match.Explains(dP * P * (1 - P), scratch))
                continue;
            for (var axis = 0L; axis < P.dim(); axis++)
            {
                var residual = Match.Residual(P * (dP - (dP * P).sum(axis, keepdim: true)), autograd);
                if (Match.Explains(residual, autograd.dtype)) return Explanation(suspect, use.Consumer, axis, residual);
            }
        }

        return null;
    }

    private static Explanation Explanation(Suspect suspect, string P, long axis, double residual)
        => suspect.BySignature(
            CauseKind.MissingTerm, complexity: 3, residual,
            $"the gradient of {suspect.Name} has only the diagonal of the Jacobian of {P} = softmax({suspect.Name}): the terms −{P}ᵢ {P}ⱼ "
                + "are missing",
            $"scratch = d{P} ∘ {P} ∘ (1 − {P}), and {P} ∘ (d{P} − sum(d{P} ∘ {P})) with the sum along axis {axis} is autograd's "
                + $"{suspect.To(residual)}",
            $"write {P} ∘ (d{P} − sum(d{P} ∘ {P}))");
}
