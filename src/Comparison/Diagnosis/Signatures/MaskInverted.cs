using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// Each is zero where the other is not, and together they are an upstream gradient up to a constant: the mask was applied the
/// wrong way round.
/// </summary>
internal sealed class MaskInverted : Signature
{
    private const int Enough = 2;

    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
    {
        var (passed, blocked) = (gradient.RightIsZero.logical_not(), gradient.WrongIsZero.logical_not());
        if ((passed & blocked).any().item<bool>() || Count(passed) < Enough || Count(blocked) < Enough) return null;
        foreach (var (name, upstream) in gradient.Upstreams)
        {
            var candidate = upstream.to(ScalarType.Float64);
            if (!candidate.shape.AsSpan().SequenceEqual(gradient.Right.shape)) continue;
            var factor = ((gradient.Right * candidate).sum() / candidate.masked_select(passed).square().sum()).item<double>();
            var residual = Match.Residual(factor * candidate - gradient.Wrong, gradient.Right);
            if (!(residual <= gradient.Fits)) continue;
            return Explained(gradient, name, MaskNames.Of(passed, blocked, gradient), residual);
        }

        return null;
    }

    private static Explanation Explained(GradientUnderTest gradient, string upstream, string? name, double residual)
        => gradient.Explained(
            CauseKind.MaskInverted,
            $"{gradient.Label} passes the gradient exactly where it should not: the mask is the wrong way round",
            $"where either is not zero the other is, and together they are d{upstream} up to a constant, to {Words.Residual(residual)}",
            $"turn the mask round{(name is null ? "" : $": the gradient passes where {name}")}",
            residual,
            complexity: 3);
}
