namespace ScratchVsAutograd.Harness.Diffing;

/// <summary>A pattern of names: <c>*</c> stands for any characters, or none; every other character for itself.</summary>
/// <param name="Pattern">Such as <c>*.weight</c>.</param>
internal sealed record Glob(string Pattern)
{
    /// <summary>Whether a name fits.</summary>
    public bool Matches(string name)
    {
        if (Pattern.Split('*') is not [var start, .. var middle, var end]) return name == Pattern;
        if (name.Length < start.Length + end.Length || !name.StartsWith(start, StringComparison.Ordinal) || !name.EndsWith(end, StringComparison.Ordinal))
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
    /// The shortest patterns that fit these names and no others: one for all, one for a common last part, or the names themselves.
    /// </summary>
    /// <param name="names">One or more.</param>
    /// <param name="others">Names that may not fit.</param>
    public static IEnumerable<string> Covering(IReadOnlyCollection<string> names, IEnumerable<string> others)
    {
        var last = names.First().Split('.', '/')[^1];
        string[] candidates = names.Count == 1 ? [] : ["*", $"*{last}"];
        var pattern = candidates.FirstOrDefault(candidate => names.All(new Glob(candidate).Matches) && !others.Any(new Glob(candidate).Matches));
        return pattern is null ? names : [pattern];
    }
}
