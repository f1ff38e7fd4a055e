namespace ScratchVsAutograd.Comparison.Text;

/// <summary>Names in a sentence.</summary>
internal static class NameList
{
    /// <summary><c>W1, B1 and Z1</c>.</summary>
    /// <param name="names">One or more.</param>
    public static string Of(IReadOnlyList<string> names)
        => names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
}
