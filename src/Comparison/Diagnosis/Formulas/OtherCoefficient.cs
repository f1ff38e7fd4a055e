namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>What is said of a term that both gradients have, with coefficients that differ.</summary>
internal static class OtherCoefficient
{
    /// <summary>How they differ.</summary>
    /// <param name="ratio">Scratch's coefficient over autograd's; null where that is no one number.</param>
    public static string Text(double? ratio) => ratio switch
    {
        null => "another coefficient",
        { } times when Math.Abs(times + 1) <= 1e-9 => "the other sign",
        { } times => $"a coefficient {Size(times)} times too "
            + $"{(Math.Abs(times) > 1 ? "large" : "small")}{(times < 0 ? " and of the other sign" : "")}",
    };

    /// <summary>What to write.</summary>
    /// <param name="ratio">As above.</param>
    public static string Fix(double? ratio) => ratio switch
    {
        null => "keep the term and correct what is in front of it: a mean for a sum, a divisor, a factor",
        { } times when Math.Abs(times + 1) <= 1e-9 => "turn the sign of that term round",
        { } times => $"{(Math.Abs(times) > 1 ? "divide" : "multiply")} that term by "
            + $"{Size(times)}{(times < 0 ? ", and turn its sign round" : "")}",
    };

    private static string Size(double times) => Words.Number(Math.Max(Math.Abs(times), 1 / Math.Abs(times)));
}
