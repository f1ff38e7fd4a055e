using System.Globalization;

namespace ScratchVsAutograd.Harness.Output;

/// <summary>Numbers as the console shows them: few digits for sizes, enough to differ for values.</summary>
internal static class Numbers
{
    private const ulong LargestPlainCount = 9_999_999;

    /// <summary>Three significant digits, such as <c>0.0311</c>, <c>1.19e-07</c>, <c>Inf</c>.</summary>
    public static string Short(double value)
        => double.IsFinite(value) ? value.ToString("G3", CultureInfo.InvariantCulture).ToLowerInvariant() : Special(value);

    /// <summary>A count in full, or with three significant digits where it is long.</summary>
    public static string Count(ulong count)
        => count <= LargestPlainCount ? count.ToString(CultureInfo.InvariantCulture) : Short(count);

    /// <summary>The shortest text that reads back as the same number.</summary>
    public static string Exact(double value)
        => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant() : Special(value);

    private static string Special(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Inf" : "-Inf";
}
