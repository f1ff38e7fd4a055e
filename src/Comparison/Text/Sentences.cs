namespace ScratchVsAutograd.Comparison.Text;

/// <summary>Fragments made sentences.</summary>
internal static class Sentences
{
    /// <summary>With a capital and one full stop.</summary>
    public static string Sentence(string text) => $"{Capital(text).TrimEnd('.')}.";

    /// <summary>With a capital.</summary>
    public static string Capital(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";
}
