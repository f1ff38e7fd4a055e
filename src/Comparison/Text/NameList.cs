namespace ScratchVsAutograd.Comparison.Text;

/// <summary>Names in a sentence.</summary>
internal static class NameList
{
    /// <summary>More names than this are not read by anybody.</summary>
    public const int Most = 6;

    private const int ShownOfMany = 3;

    /// <summary><c>W1, B1 and Z1</c>.</summary>
    /// <param name="names">One or more.</param>
    public static string Of(IReadOnlyList<string> names)
        => names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";

    /// <summary>The same, cut with a count where there are many: <c>W1, B1, Z1 and 197 more</c>.</summary>
    /// <param name="names">One or more.</param>
    public static string Short(IReadOnlyList<string> names)
        => names.Count <= Most
            ? Of(names)
            : FormattableString.Invariant($"{string.Join(", ", names.Take(ShownOfMany))} and {names.Count - ShownOfMany:N0} more");
}
