namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Search;

/// <summary>The constant in front of a term: what it is called, and how readily somebody writes it.</summary>
/// <param name="Value">The number.</param>
/// <param name="Complexity">0 for 1 and −1; more for what is rarely written.</param>
/// <param name="Text">Its magnitude.</param>
/// <param name="Divides">Whether the text is what is divided by.</param>
internal readonly record struct Coefficient(double Value, int Complexity, string Text, bool Divides)
{
    private const double Exact = 1e-9;

    private static readonly (double Value, string Text)[] Known =
    [
        (Math.Sqrt(2 / Math.PI), "√(2/π)"), (1 / Math.Sqrt(2 * Math.PI), "1/√(2π)"), (2 / Math.Sqrt(Math.PI), "2/√π"), (Math.PI, "π"),
        (1.0507009873554805, "1.0507009873554805"), (1.7580993408473766, "1.7580993408473766"), (1.6732632423543772, "1.6732632423543772"),
        (Math.Log(2), "log(2)"), (1 / Math.Log(2), "1/log(2)"), (1.702, "1.702"),
    ];

    /// <summary>Whether it is a number that people write; any other may have come out by chance.</summary>
    public bool IsWritten => Complexity <= 3;

    /// <summary>Whether somebody would multiply or divide by it on purpose.</summary>
    public static bool IsPlain(double factor) => Of(factor).Complexity < 3 || Of(1 / factor).Complexity < 3;

    /// <summary>Names a number.</summary>
    public static Coefficient Of(double value)
    {
        var size = Math.Abs(value);
        if (Is(size, 1)) return new(value, 0, "", false);
        if (Whole(size) is { } number) return new(value, number <= 4 ? 1 : 2, Words.Number(number), false);
        if (Whole(1 / size) is { } divisor) return new(value, divisor <= 4 ? 1 : 2, Words.Number(divisor), true);
        if (Decimal(size) is { } text) return new(value, 2, text, false);
        if (Decimal(size, "G4") is { } longer) return new(value, 3, longer, false);
        if (Whole(size * size) is { } square) return new(value, 3, $"√{Words.Number(square)}", false);
        if (Whole(1 / (size * size)) is { } root) return new(value, 3, $"√{Words.Number(root)}", true);
        var known = Known.FirstOrDefault(known => Is(size, known.Value)).Text;
        return known is null ? new(value, 6, Words.Number(size), false) : new(value, 3, known, false);
    }

    /// <summary>An expression with this in front, or beneath it, without the sign.</summary>
    public string Times(string expression, bool isOne) => (isOne, Divides, Text) switch
    {
        (true, _, "") => "1",
        // 0.04 for 1/25, as an ε is written.
        (true, true, { Length: > 1 }) when Decimal(Math.Abs(Value)) is { } text => text,
        (true, true, _) => $"1/{Text}",
        (true, false, _) => Text,
        (_, _, "") => expression,
        (_, true, _) => $"{expression} / {Text}",
        _ => $"{Text} · {expression}",
    };

    private static bool Is(double size, double value) => Math.Abs(size - value) <= Exact * value;

    private static double? Whole(double size) => Math.Round(size) is var whole and >= 1 and <= 1e6 && Is(size, whole) ? whole : null;

    // Few digits: 0.1, 0.25, 1.75, 0.044.
    private static string? Decimal(double size, string format = "G3")
    {
        if (size < 1e-4) return null;
        var text = size.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
        return Is(size, double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)) ? text : null;
    }
}
