namespace ScratchVsAutograd.Harness.Options;

/// <summary>The known word that somebody may have meant: "did you mean compare?", where one is near.</summary>
internal static class Nearest
{
    // Of a word of five letters one may be wrong, of nine two: with more, every word is near another.
    private const int LettersForOneMistake = 4;
    private const int ShortestPrefix = 3;

    /// <summary>The nearest known word, or null where none is near.</summary>
    public static string? Of(string typed, IEnumerable<string> known)
    {
        var word = Plain(typed);
        if (word.Length == 0) return null;
        return known
            .Select(candidate => (candidate, Distance: Distance(word, Plain(candidate))))
            .Where(pair => pair.Distance <= Math.Max(1, word.Length / LettersForOneMistake))
            .OrderBy(pair => pair.Distance)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    /// <summary>" (did you mean compare?)", to go on with; empty where none is near.</summary>
    public static string Question(string typed, IEnumerable<string> known)
        => Of(typed, known) is { } near ? $" (did you mean {near}?)" : "";

    // What people mistake without mistyping: the case, the dashes before an option, and _ for -.
    private static string Plain(string word) => word.TrimStart('-').Replace('_', '-').ToLowerInvariant();

    // Letters left out, added, replaced, or two neighbours exchanged; the beginning of a word is as near as one mistake.
    private static int Distance(string typed, string known)
    {
        if (typed.Length >= ShortestPrefix && known.StartsWith(typed, StringComparison.Ordinal))
            return typed.Length == known.Length ? 0 : 1;
        var table = new int[typed.Length + 1, known.Length + 1];
        for (var row = 0; row <= typed.Length; row++)
        {
            for (var column = 0; column <= known.Length; column++) table[row, column] = Cell(table, typed, known, row, column);
        }

        return table[typed.Length, known.Length];
    }

    private static int Cell(int[,] table, string typed, string known, int row, int column)
    {
        if (row == 0 || column == 0) return row + column;
        var replaced = table[row - 1, column - 1] + (typed[row - 1] == known[column - 1] ? 0 : 1);
        var best = Math.Min(replaced, 1 + Math.Min(table[row - 1, column], table[row, column - 1]));
        var exchanged = row > 1 && column > 1 && typed[row - 1] == known[column - 2] && typed[row - 2] == known[column - 1];
        return exchanged ? Math.Min(best, table[row - 2, column - 2] + 1) : best;
    }
}
