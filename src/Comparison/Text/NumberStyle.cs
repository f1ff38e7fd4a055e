using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Text;

/// <summary>
/// How the numbers of one picture are written: in scientific notation, all with the same number of digits, so that they align
/// and their magnitudes can be read off. A number that needs fewer digits in its dtype gets zeros: the float32 nearest to 0.1 is
/// 1.000e-01 however many digits are shown.
/// </summary>
/// <param name="Digits">How many significant digits are shown.</param>
/// <param name="Dtype">What the numbers are stored as.</param>
internal sealed record NumberStyle(int Digits, ScalarType Dtype)
{
    private const int FewestDigits = 4;

    // Enough for any float64.
    private const int MostDigits = 17;

    /// <summary>The style with the fewest digits at which no two different numbers look the same.</summary>
    /// <param name="values">The numbers to be shown.</param>
    /// <param name="dtype">What they are stored as.</param>
    public static NumberStyle For(IEnumerable<double> values, ScalarType dtype)
    {
        var distinct = values.Where(value => double.IsFinite(value) && value != 0).ToHashSet();
        return Enumerable.Range(FewestDigits, MostDigits - FewestDigits + 1)
            .Select(digits => new NumberStyle(digits, dtype))
            .First(style => style.Digits == MostDigits || style.TellsApart(distinct));
    }

    /// <summary>The number in this style; zeros and what is not finite as <c>0 -0 Inf -Inf NaN</c>.</summary>
    public string Format(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Inf" : "-Inf";
        if (value == 0)
            return double.IsNegative(value) ? "-0" : "0";

        var numeral = DecimalNumeral.Shortest(value, Dtype);
        return (numeral.Digits.Length > Digits ? DecimalNumeral.Rounded(value, Digits) : numeral).ToString(Digits);
    }

    private bool TellsApart(HashSet<double> values)
    {
        var texts = new HashSet<string>();
        return values.All(value => texts.Add(Format(value)));
    }
}
