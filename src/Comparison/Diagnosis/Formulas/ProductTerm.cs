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
        if (Elementwise(suspect, missing) is var (text, constant, difference))
            return Explanation(suspect, autograd, CauseKind.MissingTerm, text, constant, difference);
        return TrialProduct.Of(suspect, missing).FirstOrDefault() is { } product
            ? Explanation(suspect, autograd, CauseKind.MissingContribution, product.Text, product.Constant, product.Residual * Match.Largest(missing))
            : null;
    }

    // The term, the constant in front, and by how much the two are off.
    private static (string Text, double Constant, double Difference)? Elementwise(Suspect suspect, Tensor missing)
    {
        var products = from upstream in UpstreamGradient.Plain(suspect)
                       where Match.IsComparable(upstream.Value, missing)
                       from factor in suspect.Named.Where(named => Match.IsComparable(named.Value, missing)).Prepend((Name: "", Value: ones_like(missing)))
                       let product = upstream.Value * factor.Value
                       let constant = Match.Factor(product, missing)
                       where constant is not null
                       select (factor.Name == "" ? $"d{upstream.Of}" : $"d{upstream.Of} ∘ {factor.Name}", constant.Value, Match.Largest(missing - constant.Value * product));
        return products.Select(product => ((string, double, double)?)product).FirstOrDefault();
    }

    private static Explanation? Explanation(
        Suspect suspect, Tensor autograd, CauseKind cause, string text, double constant, double difference)
    {
        // Small beside what is missing is not yet small beside autograd's gradient.
        var residual = difference / Match.Largest(autograd);
        if (!Match.Explains(residual, autograd.dtype)) return null;
        var size = Math.Abs(constant);
        var term = $"{(constant < 0 ? "−" : "+")} {(Math.Abs(size - 1) <= 1e-9 ? "" : $"{Words.Number(size)} · ")}{text}";
        return suspect.BySignature(
            cause, complexity: 4, residual,
            $"the gradient of {suspect.Name} lacks the term {term}",
            $"scratch {term} = autograd {suspect.To(residual)}",
            "add that term: the product rule has one for each factor, and each use of a tensor has one");
    }
}
