namespace ScratchVsAutograd.Harness.Diff;

/// <summary>A pattern of names: <c>*</c> stands for any characters, or none; every other character for itself.</summary>
/// <param name="Pattern">Such as <c>*.weight</c>.</param>
internal sealed record Glob(string Pattern)
{
    /// <summary>Whether a name fits.</summary>
    public bool Matches(string name)
    {
        if (Pattern.Split('*') is not [var start, .. var middle, var end]) return name == Pattern;
        if (name.Length < start.Length + end.Length || !name.StartsWith(start, StringComparison.Ordinal)
            || !name.EndsWith(end, StringComparison.Ordinal))
            return false;
        var position = start.Length;
        foreach (var part in middle)
        {
            var found = name.IndexOf(part, position, StringComparison.Ordinal);
            if (found < 0) return false;
            position = found + part.Length;
        }

        return position <= name.Length - end.Length;
    }

    /// <summary>
    /// The fewest patterns that fit these names and no others: one for all, one for a common beginning, end or last part, one for each last
    /// part, or the names themselves.
    /// </summary>
    /// <param name="names">One or more.</param>
    /// <param name="others">Names that may not fit.</param>
    public static IReadOnlyList<string> Covering(IReadOnlyCollection<string> names, IEnumerable<string> others)
    {
        var rest = others as IReadOnlyCollection<string> ?? [.. others];
        if (names.Count == 1) return [.. names];
        var (start, last) = (CommonStart(names), LastPart(names.First()));
        string[] candidates = ["*", $"*{last}", $"{start}*", $"{start}*{last}"];
        if (candidates.FirstOrDefault(
            candidate => names.All(new Glob(candidate).Matches) && !rest.Any(new Glob(candidate).Matches)) is { } pattern) return [pattern];
        var kinds = names.GroupBy(LastPart).ToList();
        return kinds.Count is 1 || kinds.Count == names.Count ? [.. names] : [.. kinds.SelectMany(kind => Covering([.. kind], rest))];
    }

    private static string LastPart(string name) => name.Split('.', '/')[^1];

    private static string CommonStart(IReadOnlyCollection<string> names)
    {
        var first = names.First();
        var length = Enumerable.Range(0, first.Length)
            .TakeWhile(place => names.All(name => name.Length > place && name[place] == first[place])).Count();
        return first[..length];
    }
}
