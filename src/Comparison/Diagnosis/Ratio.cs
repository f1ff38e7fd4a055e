namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>What is said of a term that both gradients have, with coefficients that differ.</summary>
internal static class Ratio
{
    private const double Exact = 1e-9;

    /// <summary>How they differ, to follow "has".</summary>
    /// <param name="times">Scratch's coefficient over autograd's.</param>
    public static string Text(double times)
        => Math.Abs(times + 1) <= Exact
            ? "the other sign"
            : $"a coefficient {Size(times)} times too {(Math.Abs(times) > 1 ? "large" : "small")}"
                + (times < 0 ? ", and the other sign" : "");

    /// <summary>What to write.</summary>
    /// <param name="times">As above.</param>
    public static string Fix(double times)
        => Math.Abs(times + 1) <= Exact
            ? "flip the sign of that term"
            : $"{(Math.Abs(times) > 1 ? "divide" : "multiply")} that term by {Size(times)}{(times < 0 ? ", and flip its sign" : "")}";

    private static string Size(double times) => Words.Number(Math.Max(Math.Abs(times), 1 / Math.Abs(times)));
}
