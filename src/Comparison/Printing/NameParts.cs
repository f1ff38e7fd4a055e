namespace ScratchVsAutograd.Comparison.Printing;

/// <summary>The parts of a network as its tensors' names tell them: <c>h.0.</c> of <c>h.0.attn.qkv</c>.</summary>
internal sealed class NameParts
{
    private static readonly char[] Separators = ['.', '/'];

    private readonly int depth;

    private NameParts(int depth) => this.depth = depth;

    /// <summary>The finest parts that are not more than so many; null where the names tell none.</summary>
    public static NameParts? Of(IReadOnlyList<string> names, int most)
    {
        for (var depth = names.Max(name => name.Count(Separators.Contains)); depth > 0; depth--)
        {
            var parts = new NameParts(depth);
            if (names.Select(parts.PartOf).Distinct(StringComparer.Ordinal).Count() <= Math.Min(most, names.Count - 1)) return parts;
        }

        return null;
    }

    /// <summary>The part that a name belongs to, with the separator after it; the name itself where it has none.</summary>
    public string PartOf(string name)
    {
        var end = -1;
        for (var level = 0; level < depth && name.IndexOfAny(Separators, end + 1) is >= 0 and var next; level++) end = next;
        return end < 0 ? name : name[..(end + 1)];
    }
}
