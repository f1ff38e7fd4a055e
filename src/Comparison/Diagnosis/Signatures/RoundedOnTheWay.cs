using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>
/// The right values, rounded to a lower precision: the dtype is right again when it is handed over, the digits are gone. Every
/// element must be a number of that precision, and within one unit in its last place of the right one.
/// </summary>
internal sealed class RoundedOnTheWay : Signature
{
    // With fewer, the numbers of a low precision may be met by chance: small integers are in all of them.
    private const int Enough = 4;

    private static readonly (ScalarType Dtype, string Name, double Unit)[] Precisions =
    [
        (ScalarType.BFloat16, "bfloat16", Math.Pow(2, -7)),
        (ScalarType.Float16, "float16", Math.Pow(2, -10)),
        (ScalarType.Float32, "float32", Math.Pow(2, -23)),
    ];

    /// <inheritdoc />
    protected override Explanation? Find(GradientUnderTest gradient)
    {
        if (DistinctValues(gradient, gradient.Wrong) < Enough) return null;
        foreach (var (dtype, name, unit) in Precisions)
        {
            var isRounded = (gradient.Wrong.to(dtype).to(ScalarType.Float64) == gradient.Wrong).all().item<bool>();
            var isNear = (gradient.Wrong - gradient.Right).abs() <= unit * gradient.Right.abs() + gradient.Fits * gradient.Scale;
            if (!isRounded || !isNear.all().item<bool>()) continue;
            return Explained(gradient, name, Match.Residual(gradient.Wrong, gradient.Right));
        }

        return null;
    }

    private static Explanation Explained(GradientUnderTest gradient, string precision, double lost)
        => gradient.Explained(
            CauseKind.WrongDtype,
            $"{gradient.Label} was rounded to {precision} on its way",
            $"each of its {Words.Count(gradient.Wrong.numel())} elements is a {precision} number, and within one unit in the last place of "
                + $"{gradient.Reference}'s (off by {Words.Residual(lost)})",
            $"compute and keep it in the dtype of {gradient.Name}",
            residual: 0,
            complexity: 1);
}
