namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// wrong = k · right with one k for all elements, fitted by k = ⟨wrong, right⟩ / ⟨right, right⟩ and named after the sizes and
/// scalars of the trace. One number fits any single element: k needs a name there, or two elements that differ.
/// </summary>
internal sealed class ConstantFactor : Signature
{
    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
    {
        var factor = ((gradient.Wrong * gradient.Right).sum() / gradient.Right.square().sum()).item<double>();
        if (!double.IsFinite(factor) || factor == 0 || Math.Abs(factor + 1) <= gradient.Fits) return null;
        var residual = Match.Residual(gradient.Wrong / factor, gradient.Right);
        if (!(residual <= gradient.Fits)) return null;
        var names = FactorNames.Of(Math.Max(Math.Abs(factor), 1 / Math.Abs(factor)), gradient);
        if (names.Count == 0 && DistinctValues(gradient, gradient.Right) < 2) return null;
        return Explained(gradient, factor, names, residual);
    }

    private static Explanation Explained(GradientUnderTest gradient, double factor, IReadOnlyList<string> names, double residual)
    {
        var isTooLarge = Math.Abs(factor) > 1;
        var size = Words.Number(isTooLarge ? Math.Abs(factor) : 1 / Math.Abs(factor));
        var (sign, turn) = factor < 0 ? (", and has the wrong sign", ", and turn the sign round") : ("", "");
        return gradient.Explained(
            CauseKind.ConstantFactor,
            $"{gradient.Label} is {size} times too {(isTooLarge ? "large" : "small")}{sign}",
            $"{gradient.Judged} = {Words.Number(factor)} × {gradient.Reference} to {Words.Residual(residual)} over {gradient.Right.numel()} elements"
                + (names.Count == 0 ? "" : $"; {size} is {string.Join(", and ", names)}"),
            $"{(isTooLarge ? "divide" : "multiply")} by {size}{turn}",
            residual,
            // Where contributions are added, the same factor may be one of them counted twice.
            complexity: gradient.Contributions > 1 ? 2 : 1);
    }
}
