namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>
/// What is missing is a constant times one product of an upstream gradient with a named tensor, elementwise or as matrices:
/// the other half of a product rule, or a use between two named tensors that sends nothing back.
/// </summary>
internal sealed class ProductTerm : Hypothesis
{
    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
    {
        if (suspect.Pair is not var (scratch, autograd) || autograd.numel() < 8 || Fit.Largest(scratch) == 0) return null;
        var missing = autograd - scratch;
        if ((missing != 0).sum().item<long>() < 8) return null;
        return Elementwise(suspect, missing) ?? Matrices(suspect, missing);
    }

    private static Explanation? Elementwise(Suspect suspect, TorchSharp.torch.Tensor missing)
    {
        foreach (var (upstream, gradient) in UpstreamGradient.Plain(suspect).Where(upstream => Fit.IsComparable(upstream.Value, missing)))
        {
            if (Explanation(suspect, CauseKind.MissingTerm, gradient, missing, $"d{upstream}") is { } alone) return alone;
            foreach (var (name, value) in suspect.Named.Where(named => Fit.IsComparable(named.Value, missing)))
            {
                if (Explanation(suspect, CauseKind.MissingTerm, gradient * value, missing, $"d{upstream} ∘ {name}") is { } found) return found;
            }
        }

        return null;
    }

    private static Explanation? Matrices(Suspect suspect, TorchSharp.torch.Tensor missing)
        => TrialProduct.Of(suspect)
            .Select(product => Explanation(suspect, CauseKind.MissingContribution, product.Value, missing, product.Text))
            .FirstOrDefault(found => found is not null);

    private static Explanation? Explanation(
        Suspect suspect, CauseKind cause, TorchSharp.torch.Tensor term, TorchSharp.torch.Tensor missing, string text)
    {
        if (Fit.Factor(term, missing) is not { } factor) return null;
        var (scratch, autograd) = suspect.Pair!.Value;
        var residual = Fit.Residual(scratch + factor * term, autograd);
        var scaled = Math.Abs(factor - 1) <= 1e-9 ? text : $"{Words.Number(factor)} · {text}";
        return suspect.BySignature(
            cause, complexity: 4, residual,
            $"the gradient of {suspect.Name} lacks the term {scaled}",
            $"scratch + {scaled} = autograd {suspect.To(residual)}",
            $"add {scaled}: the product rule has a term for each factor");
    }
}
