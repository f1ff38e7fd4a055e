using System.Globalization;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Text;

// This folder: how a number, a name, a shape, a word or a table is written, whoever writes it.

/// <summary>Numbers as the console shows them: few digits for sizes, enough to differ for values.</summary>
internal static class Numbers
{
    private const ulong LargestPlainCount = 9_999_999;

    /// <summary>Three significant digits and as few characters as they need, such as <c>0.0311</c>, <c>1.19e-7</c>, <c>Inf</c>.</summary>
    public static string Short(double value)
    {
        if (!double.IsFinite(value)) return Special(value);
        return value.ToString("G3", CultureInfo.InvariantCulture).Split('E') is [var digits, var exponent]
            ? FormattableString.Invariant($"{digits}e{int.Parse(exponent, CultureInfo.InvariantCulture)}")
            : value.ToString("G3", CultureInfo.InvariantCulture);
    }

    /// <summary>A count in full, or with three significant digits where it is long.</summary>
    public static string Count(ulong count)
        => count <= LargestPlainCount ? count.ToString(CultureInfo.InvariantCulture) : Short(count);

    /// <summary>The shortest text that reads back as the same number.</summary>
    public static string Exact(double value)
        => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant() : Special(value);

    /// <summary>
    /// The shortest text that reads back as the same number of its dtype: a float32 widened to double has noise after its own digits.
    /// </summary>
    /// <param name="value">The number.</param>
    /// <param name="dtype">What it was computed in.</param>
    public static string Exact(double value, ScalarType dtype)
    {
        if (!double.IsFinite(value) || value == 0) return Exact(value);
        var numeral = DecimalNumeral.Shortest(value, dtype);
        return Exact(double.Parse(numeral.ToString(numeral.Digits.Length), CultureInfo.InvariantCulture));
    }

    private static string Special(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Inf" : "-Inf";
}
