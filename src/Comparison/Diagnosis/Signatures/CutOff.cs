namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// The right gradient, clipped: each element at a bound, or all of it to a length. That belongs to the step, not to backward.
/// </summary>
internal sealed class CutOff : Signature
{
    private const int FewestAtTheBound = 2;

    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient) => ElementWise(gradient) ?? ByLength(gradient);

    private static Explanation? ElementWise(GradientUnderTest gradient)
    {
        var bound = gradient.Wrong.abs().max().item<double>();
        if (bound == 0 || Count(gradient.Wrong.abs() >= bound * (1 - 1e-9)) < FewestAtTheBound) return null;
        var residual = Match.Residual(gradient.Right.clamp(-bound, bound), gradient.Wrong);
        if (!(residual <= gradient.Fits) || !IsVaried(gradient)) return null;
        var over = Count(gradient.Right.abs() > bound);
        return gradient.Explained(
            CauseKind.WrongFormula, $"{gradient.Label} is cut off at ±{Words.Number(bound)}",
            $"{Words.Count(over)} of {Words.Count(gradient.Right.numel())} elements should be larger and are ±{Words.Number(bound)}; all "
                + $"others are {gradient.Reference}'s to {Words.Residual(residual)}",
            "leave out the clamp: clip the finished gradients before the step, if at all", residual, complexity: 1);
    }

    private static Explanation? ByLength(GradientUnderTest gradient)
    {
        var (wrong, right) = (gradient.Wrong.square().sum().sqrt().item<double>(), gradient.Right.square().sum().sqrt().item<double>());
        // A length that somebody chose: a whole number, or half of one.
        if (wrong == 0 || !(wrong < right) || Math.Abs(wrong * 2 - Math.Round(wrong * 2)) > 1e-6 || wrong < 0.25) return null;
        var residual = Match.Residual(gradient.Wrong * (right / wrong), gradient.Right);
        if (!(residual <= gradient.Fits) || gradient.Right.numel() < 2) return null;
        return gradient.Explained(
            CauseKind.ConstantFactor, $"{gradient.Label} is scaled down to the length {Words.Number(Math.Round(wrong * 2) / 2)}",
            $"{gradient.Reference} has the length {Words.Number(right)}; scaled to {Words.Number(wrong)} it is {gradient.Judged} to "
                + $"{Words.Residual(residual)}",
            "leave out the clipping: clip the finished gradients before the step, if at all", residual, complexity: 1);
    }
}
