using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>
/// Scratch is a product of an upstream gradient with one named tensor, autograd's is the same product with another of the same
/// shape: the activation before for the one after, the weight before for the one after an update, the state of another step.
/// </summary>
/// <remarks>
/// Where a gradient has several terms, as in a recurrence, every term that is no use's must be such a product, and the tensor
/// that would be right in it must make it one of the uses that no term is.
/// </remarks>
internal sealed class WrongTensorInProduct : FormulaHypothesis
{
    /// <inheritdoc />
    protected override Explanation? Find(Suspect suspect, Tensor scratch, Tensor autograd)
    {
        if (Found(suspect, scratch, autograd) is { } pair) return Explanation(suspect, [pair]);
        return TermsAgainstUses(suspect) is { Count: > 0 } pairs ? Explanation(suspect, pairs) : null;
    }

    private static List<ProductPair> TermsAgainstUses(Suspect suspect)
    {
        var terms = suspect.Terms.Where(term => !suspect.Uses.Any(use => Match.Explains(term.Value, use.Gradient))).ToList();
        var uses = suspect.Uses.Where(use => !suspect.Terms.Any(term => Match.Explains(term.Value, use.Gradient))).ToList();
        if (suspect.Terms.Count < 2 || terms.Count != uses.Count) return [];
        var pairs = new List<ProductPair>();
        foreach (var term in terms)
        {
            var match = uses.Select(use => (Use: use, Pair: Found(suspect, term.Value, use.Gradient)))
                .FirstOrDefault(match => match.Pair is not null);
            if (match.Pair is null) return [];
            pairs.Add(match.Pair);
            uses.RemoveAll(use => ReferenceEquals(use.Gradient, match.Use.Gradient));
        }

        return pairs;
    }

    private static ProductPair? Found(Suspect suspect, Tensor scratch, Tensor autograd)
        => ProductPair.Find(suspect, scratch, autograd, (wrong, right) =>
            wrong.Upstream == right.Upstream && wrong.Layout == right.Layout && wrong.Factor != right.Factor);

    private static Explanation Explanation(Suspect suspect, List<ProductPair> pairs)
    {
        var residual = pairs.Max(pair => pair.Residual);
        var what = pairs.Select(pair => $"{pair.Wrong.Factor} where {pair.Right.Factor} is right").ToList();
        var proof = pairs.Select(pair => $"scratch = {pair.Wrong.ScaledText} and autograd = {pair.Right.ScaledText}").ToList();
        return suspect.BySignature(
            CauseKind.Stale, complexity: 2, residual,
            $"the gradient of {suspect.Name} is formed with {Words.List(what)}",
            $"{string.Join("; ", proof)}, {suspect.To(residual)}",
            $"use {Words.List([.. pairs.Select(pair => pair.Right.Factor).Distinct()])}: what the forward pass multiplied by");
    }
}
