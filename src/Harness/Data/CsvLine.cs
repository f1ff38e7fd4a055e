using System.Globalization;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Data;

/// <summary>Reads the cells of one line, and says which line it was when one cannot be used.</summary>
/// <param name="Source">How messages call the file.</param>
/// <param name="Number">The line, counted from 1.</param>
internal readonly record struct CsvLine(string Source, int Number)
{
    private const int LongestExcerpt = 24;

    /// <summary>Whether the label of a first line is a word: then the line is a header.</summary>
    public static bool IsHeading(ReadOnlySpan<char> label)
    {
        var text = Unquoted(label);
        return !text.IsEmpty && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }

    /// <summary>The error to throw about this line.</summary>
    /// <param name="problem">What is wrong and what to do, after the line number.</param>
    public InputException Error(string problem) => new($"{Source}, line {Number}: {problem}");

    /// <summary>Refuses a row that has not as many columns as the first.</summary>
    public void CheckColumns(int count, int expected)
    {
        if (expected < 2)
            throw Error("there is one column only; expected features and then a label, separated by commas.");
        if (count != expected)
            throw Error($"the number of columns is {count}, expected {expected} as in the first row.");
    }

    /// <summary>A feature: a finite number that float32 can compute with.</summary>
    /// <param name="cell">The text between the commas.</param>
    /// <param name="column">Counted from 1, for the message.</param>
    public float Feature(ReadOnlySpan<char> cell, int column)
    {
        var text = Unquoted(cell);
        if (!float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            throw Error($"column {column} is {Excerpt(text)}, expected a number such as 1.5.");
        if (!(Math.Abs(value) <= DataLimits.MaxMagnitude))
            throw Error(
                $"column {column} is {Excerpt(text)}, expected a finite number of magnitude 1e30 or less; remove or repair the row.");
        return value;
    }

    /// <summary>A label: a whole number, 0 or more, also written as <c>3.0</c>.</summary>
    /// <param name="cell">The text after the last comma.</param>
    public long Label(ReadOnlySpan<char> cell)
    {
        var text = Unquoted(cell);
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var label);
        if (!isNumber || !(label >= 0) || label != Math.Floor(label))
            throw Error($"the label in the last column is {Excerpt(text)}, expected a whole number, 0 or more.");
        if (label >= DataLimits.MaxClasses)
            throw Error(
                $"the label in the last column is {Excerpt(text)}, expected one below {DataLimits.MaxClasses}; number the classes from 0.");
        return (long)label;
    }

    private static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> cell)
    {
        var text = cell.Trim();
        return text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1].Trim() : text;
    }

    /// <summary>The text as a message can show it: in quotes, short, and without control characters.</summary>
    private static string Excerpt(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return "empty";
        var shown = string.Concat(text[..Math.Min(text.Length, LongestExcerpt)].ToArray().Select(c => char.IsControl(c) ? '?' : c));
        return text.Length > LongestExcerpt ? $"'{shown}…'" : $"'{shown}'";
    }
}
