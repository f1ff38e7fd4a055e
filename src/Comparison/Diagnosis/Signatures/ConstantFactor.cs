namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// wrong = k · right with one k for all elements, fitted by k = ⟨wrong, right⟩ / ⟨right, right⟩ and named after the sizes and
/// scalars of the trace. One number fits any single element: k needs a name there, or two elements that differ.
/// </summary>
internal sealed class ConstantFactor : Signature
{
    /// <inheritdoc />
    protected override IEnumerable<Explanation> FindAll(GradientUnderTest gradient)
    {
        var factor = ((gradient.Wrong * gradient.Right).sum() / gradient.Right.square().sum()).item<double>();
        if (!double.IsFinite(factor) || factor == 0 || Math.Abs(factor + 1) <= gradient.Fits) return [];
        var residual = Match.Residual(gradient.Wrong / factor, gradient.Right);
        if (!(residual <= gradient.Fits)) return [];
        var names = FactorNames.Of(Math.Max(Math.Abs(factor), 1 / Math.Abs(factor)), gradient);
        if (names.Count == 0 && DistinctValues(gradient, gradient.Right) < 2) return [];
        // A number that is another one on other leaves may be a scalar of the trace.
        return [Explained(gradient, factor, names, residual), .. Scalars(gradient, factor, residual)];
    }

    private static IEnumerable<Explanation> Scalars(GradientUnderTest gradient, double factor, double residual)
    {
        foreach (var (name, value) in FactorNames.Scalars(gradient))
        {
            var (isFactor, isInverse) = (
                Math.Abs(factor - value) <= gradient.Fits * Math.Abs(value), Math.Abs(factor * value - 1) <= gradient.Fits);
            if (!isFactor && !isInverse) continue;
            yield return gradient.Explained(
                CauseKind.ConstantFactor,
                $"{gradient.Label} {(isFactor ? $"has the factor {name} too many" : $"lacks the factor {name}")}",
                $"{gradient.Judged} = {Words.Number(factor)} × {gradient.Reference} to {Words.Residual(residual)} over "
                    + $"{Words.Count(gradient.Right.numel())} elements, and {name} is {Words.Number(value)}",
                isFactor
                    ? $"divide by {name}: it was multiplied in once too often, or not divided by"
                    : $"multiply by {name}: it was left out, or divided by once too often",
                residual,
                complexity: gradient.Contributions > 1 ? 2 : 1);
        }
    }

    private static Explanation Explained(GradientUnderTest gradient, double factor, IReadOnlyList<string> names, double residual)
    {
        var isTooLarge = Math.Abs(factor) > 1;
        var size = Words.Number(isTooLarge ? Math.Abs(factor) : 1 / Math.Abs(factor));
        var (sign, turn) = factor < 0 ? (", and has the wrong sign", ", and turn the sign round") : ("", "");
        return gradient.Explained(
            CauseKind.ConstantFactor,
            $"{gradient.Label} is {size} times too {(isTooLarge ? "large" : "small")}{sign}",
            $"{gradient.Judged} = {Words.Number(factor)} × {gradient.Reference} to {Words.Residual(residual)} over "
                + $"{Words.Count(gradient.Right.numel())} elements"
                + (names.Count == 0 ? "" : $"; {size} is {string.Join(", and ", names)}"),
            $"{(isTooLarge ? "divide" : "multiply")} by {size}{turn}",
            residual,
            // Where contributions are added, the same factor may be one of them counted twice; what nobody writes, both formulas tell.
            complexity: names.Count == 0 && !Lookup.Search.Coefficient.IsPlain(factor) ? 4 : gradient.Contributions > 1 ? 2 : 1);
    }
}
