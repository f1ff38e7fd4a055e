using System.Globalization;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Text;

/// <summary>A finite number other than zero, in decimal: ±d.ddd × 10^exponent.</summary>
/// <param name="Negative">Whether it is below 0.</param>
/// <param name="Digits">The significant digits, without leading or trailing zeros.</param>
/// <param name="Exponent">The power of ten of the first digit.</param>
internal readonly record struct DecimalNumeral(bool Negative, string Digits, int Exponent)
{
    /// <summary>The fewest digits that stand for this number and no other of its dtype.</summary>
    public static DecimalNumeral Shortest(double value, ScalarType dtype) => Parse(dtype switch
    {
        ScalarType.Float32 => ((float)value).ToString("R", CultureInfo.InvariantCulture),
        ScalarType.Float16 => ((Half)value).ToString("R", CultureInfo.InvariantCulture),
        ScalarType.BFloat16 => ShortestBFloat16(value),
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    });

    /// <summary>The number rounded to so many digits.</summary>
    public static DecimalNumeral Rounded(double value, int digits) => Parse(Scientific(value, digits));

    /// <summary>As <c>-1.2345e-08</c>, with zeros added to show so many digits.</summary>
    public string ToString(int digits)
    {
        var padded = Digits.PadRight(digits, '0');
        var fraction = padded.Length > 1 ? "." + padded[1..] : "";
        var sign = Exponent < 0 ? '-' : '+';
        return FormattableString.Invariant($"{(Negative ? "-" : "")}{padded[0]}{fraction}e{sign}{Math.Abs(Exponent):00}");
    }

    private static DecimalNumeral Parse(string text)
    {
        var parts = text.TrimStart('-').Split('E');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimStart('0');
        var leadingZeros = digits.Length - significant.Length;
        return new(text[0] == '-', significant.TrimEnd('0'), exponent + (point < 0 ? digits.Length : point) - leadingZeros - 1);
    }

    private static string Scientific(double value, int digits) =>
        value.ToString(FormattableString.Invariant($"E{digits - 1}"), CultureInfo.InvariantCulture);

    // .NET 10 has no bfloat16. Its 8 bits of precision need 4 digits at most.
    private static string ShortestBFloat16(double value) => Enumerable.Range(1, 4)
        .Select(digits => Scientific(value, digits))
        .First(text => ToBFloat16(float.Parse(text, CultureInfo.InvariantCulture)) == (float)value);

    // To nearest, ties to even: bfloat16 is the upper half of a float32.
    private static float ToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return BitConverter.UInt32BitsToSingle((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF_0000);
    }
}
