using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// Different exactly where the tensor itself has one value, or one magnitude, with others of it on both sides: ReLU at 0, clamp
/// at its bounds. Two such places at least: one alone may be special for another reason.
/// </summary>
internal sealed class KinkConvention : Signature
{
    private const int Enough = 2;

    /// <inheritdoc />
    protected override bool Applies(GradientUnderTest gradient) => base.Applies(gradient) && !gradient.IsContribution;

    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
    {
        var differs = gradient.Differs!;
        // Where both sides are zero, a kink does not show.
        var others = differs.logical_not() & gradient.RightIsZero.logical_and(gradient.WrongIsZero).logical_not();
        if (Count(differs) < Enough || Count(others) < Enough || gradient.Value is not { } value) return null;
        var kink = At(gradient.Name, value, differs, others) ?? At($"|{gradient.Name}|", value.abs(), differs, others);
        return kink is null ? null : gradient.Explained(
            CauseKind.KinkConvention,
            $"{gradient.Label} differs only where {kink}: a kink, where {gradient.Reference} has another convention",
            $"all {Count(differs)} elements that differ are there, and nothing else is; the other {Count(differs.logical_not())} are "
                + $"{gradient.Reference}'s",
            $"either value is a subgradient; to follow {gradient.Reference}, move the = of the comparison to the other side",
            residual: 0,
            complexity: 2) with
        { Ties = [gradient.Name] };
    }

    private static string? At(string name, Tensor values, Tensor differs, Tensor others)
    {
        var (inside, outside) = (values.masked_select(differs), values.masked_select(others));
        var kink = inside[0].item<double>();
        var isKink = (inside == kink).all().item<bool>() && !(outside == kink).any().item<bool>();
        var isBetween = (values < kink).any().item<bool>() && (values > kink).any().item<bool>();
        // Plus zero, as ReLU's kink is at −0 too, which no reader wants to see.
        return isKink && isBetween ? $"{name} is exactly {Words.Number(kink + 0.0)}" : null;
    }
}
