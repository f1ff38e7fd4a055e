namespace ScratchVsAutograd.Harness.Diff.Causes;

/// <summary>How like two tensors are as a whole.</summary>
/// <param name="Kind">What that comes to.</param>
/// <param name="Cosine">Of the angle between them.</param>
/// <param name="Correlation">The cosine once each has lost its mean.</param>
/// <param name="RelativeL2">‖A − B‖ / ‖B‖; of scaled noise, what the factor times B leaves, relative to A.</param>
/// <param name="Factor">The k for which k · B comes closest to A.</param>
/// <param name="Count">How many elements.</param>
/// <param name="Pattern">What the difference follows, in words; null where it follows nothing.</param>
internal sealed record Likeness(
    LikenessKind Kind, double Cosine, double Correlation, double RelativeL2, double Factor, long Count, string? Pattern)
{
    /// <summary>
    /// What is to be said, as the rest of a sentence that begins with the tensor's name; null where the numbers say nothing.
    /// </summary>
    public string? Sentence => Kind switch
    {
        LikenessKind.Noise => $"B's up to noise: {Numbers}, and the difference follows neither B nor any axis. It looks like rounding, "
            + "another order of summation or other random numbers: compare in a higher precision to tell, or give a larger --rtol.",
        LikenessKind.ScaledNoise => $"{Text.Short(Factor)} times B up to noise: {Numbers}; the rest follows neither B nor any axis.",
        LikenessKind.Unrelated => "unrelated to B: "
            + $"{Numbers}, {InCommon}. "
            + "Check that it is the same tensor, at the same step, from the same inputs.",
        LikenessKind.Near => $"near B, and the difference is not noise: {Numbers}; {Pattern}.",
        LikenessKind.Related => $"related to B, but not near it: {Numbers}.",
        _ => null,
    };

    private string InCommon => Math.Abs(Cosine) > Math.Max(0.1, 2 * Math.Abs(Correlation))
        ? $"and all that the two share is their mean (correlation {Text.Short(Correlation)})"
        : "no more alike than two random tensors";

    private string Numbers => FormattableString.Invariant(
        $"cosine {Near1(Cosine)}, relative L2 {Text.Short(RelativeL2)} over {Count:N0} elements");

    // As many digits as tell it from 1.
    private static string Near1(double cosine)
        => Math.Abs(cosine) > 0.99
            ? $"{(cosine < 0 ? "−" : "")}{(1 - Math.Abs(cosine) < 1e-12 ? "1" : $"1 − {Text.Short(1 - Math.Abs(cosine))}")}"
            : Text.Short(cosine);

    private static class Text
    {
        public static string Short(double value) => Comparison.Text.Numbers.Short(value);
    }
}
