namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>The gradient was refused for its dtype.</summary>
internal sealed class WrongDtype : Signature
{
    /// <inheritdoc />
    protected override bool Applies(GradientUnderTest gradient)
        => gradient is { Verdict: Verdict.Dtype, IsContribution: false, SameShape: true };

    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
    {
        var residual = Match.Residual(gradient.Wrong, gradient.Right);
        if (!double.IsFinite(residual)) return null;
        var values = residual <= 1e-2
            ? $"its values are {gradient.Reference}'s to {Words.Residual(residual)}"
            : $"its values are not {gradient.Reference}'s either";
        return gradient.Explained(
            CauseKind.WrongDtype,
            $"{gradient.Label} has another dtype than {gradient.Name}",
            $"{gradient.Objection?.TrimEnd('.') ?? "the dtypes differ"}; once cast, {values}",
            $"cast it to the dtype of {gradient.Name} before it is handed over",
            residual,
            complexity: 0) with
        { Kind = ExplanationKind.Contract };
    }
}
