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
        if (Elementwise(suspect, missing) is var (text, constant, difference, product))
        {
            var axis = Array.IndexOf(autograd.shape, autograd.shape.Max());
            return Explanation(
                suspect, autograd, CauseKind.MissingTerm, TermSides.Of(suspect, [product], axis), text, constant, difference);
        }

        if (TrialProduct.Of(suspect, missing).FirstOrDefault() is not { } found) return null;
        // Where autograd's gradient is one product already, another one is none that is missing.
        var direction = TrialProduct.Of(suspect, autograd).Any() ? TermDirection.TooMany : TermDirection.Missing;
        return Explanation(
            suspect, autograd, CauseKind.MissingContribution, (direction, null), found.Text, found.Constant,
            found.Residual * Match.Largest(missing));
    }

    // The term, the constant in front, by how much the two are off, and the term's value.
    private static (string Text, double Constant, double Difference, Tensor Product)? Elementwise(Suspect suspect, Tensor missing)
    {
        var products = from upstream in UpstreamGradient.Plain(suspect)
                       where Match.IsComparable(upstream.Value, missing)
                       from factor in suspect.Named.Where(named => Match.IsComparable(named.Value, missing))
                           .Prepend((Name: "", Value: ones_like(missing)))
                       let product = upstream.Value * factor.Value
                       let constant = Match.Factor(product, missing)
                       where constant is not null
                       select (factor.Name == ""
                           ? $"d{upstream.Of}"
                           : $"d{upstream.Of} ∘ {factor.Name}", constant.Value, Match.Largest(missing - constant.Value * product), product);
        return products.Select(product => ((string, double, double, Tensor)?)product).FirstOrDefault();
    }

    private static Explanation? Explanation(
        Suspect suspect, Tensor autograd, CauseKind cause, (TermDirection Direction, double? Ratio) side, string text, double constant,
        double difference)
    {
        // Small beside what is missing is not yet small beside autograd's gradient.
        var residual = difference / Match.Largest(autograd);
        if (!Match.Explains(residual, autograd.dtype)) return null;
        var (term, written) = (Signed(constant, text), Signed(-constant, text));
        return side.Direction switch
        {
            TermDirection.TooMany => suspect.BySignature(
                CauseKind.ExtraTerm, complexity: 4, residual,
                $"the gradient of {suspect.Name} has the term {written} too many", $"autograd {written} = scratch {suspect.To(residual)}",
                "leave that term out"),
            TermDirection.OtherCoefficient => suspect.BySignature(
                CauseKind.TermCoefficient, complexity: 4, residual,
                $"the gradient of {suspect.Name} differs from autograd's by the term {term}: both have it, with "
                    + $"{OtherCoefficient.Text(side.Ratio)}",
                $"scratch {term} = autograd {suspect.To(residual)}", OtherCoefficient.Fix(side.Ratio)),
            _ => suspect.BySignature(
                cause, complexity: 4, residual,
                $"the gradient of {suspect.Name} lacks the term {term}", $"scratch {term} = autograd {suspect.To(residual)}",
                "add that term: the product rule has one for each factor, and each use of a tensor has one"),
        };
    }

    private static string Signed(double constant, string text)
    {
        var size = Math.Abs(constant);
        return $"{(constant < 0 ? "−" : "+")} {(Math.Abs(size - 1) <= 1e-9 ? "" : $"{Words.Number(size)} · ")}{text}";
    }
}
