using System.Globalization;

namespace ScratchVsAutograd.Files.Npy;

/// <summary>
/// Reads the few Python literals that a .npy header is made of: strings, whole numbers, True, False, None, tuples, lists and
/// dictionaries. Nothing is evaluated.
/// </summary>
internal sealed class PythonLiteral
{
    // NumPy nests four deep for structured arrays with shapes of their own.
    private const int Deepest = 16;

    private readonly string text;
    private int position;

    private PythonLiteral(string text) => this.text = text;

    /// <summary>Reads a whole text.</summary>
    /// <returns>string, long, bool, null, <c>List&lt;object?&gt;</c> for tuples and lists, or a dictionary.</returns>
    /// <exception cref="InvalidDataException">It is not one literal.</exception>
    public static object? Parse(string text)
    {
        var reader = new PythonLiteral(text);
        var value = reader.Value(Deepest);
        reader.SkipSpace();
        return reader.position == text.Length ? value : throw reader.Unexpected();
    }

    private object? Value(int depth)
    {
        if (depth == 0) throw Unexpected();
        SkipSpace();
        return Peek() switch
        {
            '{' => Dictionary(depth - 1),
            '(' => Sequence(')', depth - 1),
            '[' => Sequence(']', depth - 1),
            '\'' or '"' => Quoted(),
            >= '0' and <= '9' => Number(),
            _ => Word(),
        };
    }

    private Dictionary<string, object?> Dictionary(int depth)
    {
        var entries = new Dictionary<string, object?>(StringComparer.Ordinal);
        position++;
        while (!Skip('}'))
        {
            if (Value(depth) is not string key || !Skip(':') || !entries.TryAdd(key, Value(depth))) throw Unexpected();
            if (!Skip(',') && !IsNext('}')) throw Unexpected();
        }

        return entries;
    }

    private List<object?> Sequence(char end, int depth)
    {
        var items = new List<object?>();
        position++;
        while (!Skip(end))
        {
            items.Add(Value(depth));
            if (!Skip(',') && !IsNext(end)) throw Unexpected();
        }

        return items;
    }

    private string Quoted()
    {
        var end = text.IndexOf(Peek(), position + 1);
        if (end < 0 || text.AsSpan(position, end - position).Contains('\\')) throw Unexpected();
        var content = text[(position + 1)..end];
        position = end + 1;
        return content;
    }

    private long Number()
    {
        var start = position;
        while (char.IsAsciiDigit(Peek())) position++;
        if (!long.TryParse(text.AsSpan(start, position - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new InvalidDataException($"its header has the number {text[start..position]}, too large for any array; save it again");
        // Python 2 marks long integers.
        if (Peek() == 'L') position++;
        return number;
    }

    private object? Word()
    {
        foreach (var (word, value) in (ReadOnlySpan<(string, object?)>)[("True", true), ("False", false), ("None", null)])
        {
            if (string.CompareOrdinal(text, position, word, 0, word.Length) != 0) continue;
            position += word.Length;
            return value;
        }

        throw Unexpected();
    }

    private bool Skip(char character)
    {
        if (!IsNext(character)) return false;
        position++;
        return true;
    }

    private bool IsNext(char character)
    {
        SkipSpace();
        return Peek() == character;
    }

    private void SkipSpace()
    {
        while (Peek() is ' ' or '\n' or '\t') position++;
    }

    private char Peek() => position < text.Length ? text[position] : '\0';

    private InvalidDataException Unexpected()
        => new(
            FormattableString.Invariant(
                $"its header is broken at character {position}; expected a Python dictionary as NumPy writes it, so save it again"));
}
