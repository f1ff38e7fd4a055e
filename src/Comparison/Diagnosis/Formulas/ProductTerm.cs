using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>
/// What is missing is a constant times one product of an upstream gradient with a named tensor, elementwise or as matrices:
/// the other half of a product rule, or a use between two named tensors that sends nothing back.
/// </summary>
internal sealed class ProductTerm : FormulaHypothesis
{
    /// <summary>Fewer elements that differ are better explained as single ones.</summary>
    private const long FewestMissing = 8;

    /// <inheritdoc />
    protected override Explanation? Find(Suspect suspect, Tensor scratch, Tensor autograd)
    {
        var missing = autograd - scratch;
        if ((missing != 0).sum().item<long>() < FewestMissing) return null;
        return Elementwise(suspect, missing) ?? Matrices(suspect, missing);
    }

    private static Explanation? Elementwise(Suspect suspect, Tensor missing)
    {
        foreach (var (upstream, gradient) in UpstreamGradient.Plain(suspect).Where(upstream => Match.IsComparable(upstream.Value, missing)))
        {
            if (Explanation(suspect, CauseKind.MissingTerm, gradient, missing, $"d{upstream}") is { } alone) return alone;
            foreach (var (name, value) in suspect.Named.Where(named => Match.IsComparable(named.Value, missing)))
            {
                if (Explanation(suspect, CauseKind.MissingTerm, gradient * value, missing, $"d{upstream} ∘ {name}") is { } found) return found;
            }
        }

        return null;
    }

    private static Explanation? Matrices(Suspect suspect, Tensor missing)
        => TrialProduct.Of(suspect)
            .Select(product => Explanation(suspect, CauseKind.MissingContribution, product.Value, missing, product.Text))
            .FirstOrDefault(found => found is not null);

    private static Explanation? Explanation(
        Suspect suspect, CauseKind cause, Tensor term, Tensor missing, string text)
    {
        if (Match.Factor(term, missing) is not { } factor) return null;
        var (scratch, autograd) = suspect.Pair!.Value;
        var residual = Match.Residual(scratch + factor * term, autograd);
        if (!Match.Explains(residual, autograd.dtype)) return null;
        var scaled = $"{(factor < 0 ? "−" : "+")} {(Math.Abs(Math.Abs(factor) - 1) <= 1e-9 ? "" : $"{Words.Number(Math.Abs(factor))} · ")}{text}";
        return suspect.BySignature(
            cause, complexity: 4, residual,
            $"the gradient of {suspect.Name} lacks the term {scaled}",
            $"scratch {scaled} = autograd {suspect.To(residual)}",
            "add that term: the product rule has one for each factor, and each use of a tensor has one");
    }
}
