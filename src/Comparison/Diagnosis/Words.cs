using System.Globalization;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>Numbers and lists as explanations write them.</summary>
internal static class Words
{
    /// <summary>A residual: <c>2e-16</c>, or <c>0</c>.</summary>
    public static string Residual(double value) => value == 0 ? "0" : value.ToString("0.#e-0", CultureInfo.InvariantCulture);

    /// <summary>A coefficient, to as many digits as tell it: <c>0.37</c>, <c>-2</c>.</summary>
    public static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>A count: <c>1,437</c>.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string List(IReadOnlyList<string> items)
        => items.Count < 2 ? string.Concat(items) : $"{string.Join(", ", items.SkipLast(1))} and {items[^1]}";
}
