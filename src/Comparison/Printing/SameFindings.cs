using System.Globalization;
using System.Text.RegularExpressions;
using ScratchVsAutograd.Comparison.Text;

namespace ScratchVsAutograd.Comparison.Printing;

/// <summary>
/// What is said of several tensors alike is said once, with their names. Alike means: the same words, but for the tensor's own name and for
/// the number of its layer in the names of others. A factor of 2 and one of 3 are not alike, nor are two lines of source.
/// </summary>
internal static partial class SameFindings
{
    /// <summary>Findings of one key together, in the order of the first of each.</summary>
    public static IEnumerable<IReadOnlyList<T>> Groups<T>(IEnumerable<T> findings, Func<T, string> key)
        => findings.GroupBy(key, StringComparer.Ordinal).Select(group => group.ToList());

    /// <summary>
    /// What explanations of two tensors have to have in common to be one finding; the evidence, which is full of numbers, is not in it.
    /// </summary>
    public static string Key(IEnumerable<Explanation> explanations, string name)
        => string.Join('\n', explanations.Select(explanation => string.Join(
        '|', explanation.Source, explanation.Cause, explanation.Evidence.Length == 0, Skeleton(explanation.Text, name),
        Skeleton(explanation.Fix, name))));

    /// <summary>A text without the tensor's own name, and with the layers of other tensors counted from its own.</summary>
    public static string Skeleton(string text, string name)
    {
        var own = Numerals(name);
        var without = name.Length == 0 ? text : Regex.Replace(text, $@"(?<![\w]){Regex.Escape(name)}(?![\w])", "§");
        return Identifier().Replace(without, found =>
        {
            var position = 0;
            return Dtype().IsMatch(found.Value) || Numerals(found.Value).Count != own.Count
                ? found.Value
                : Numeral().Replace(found.Value, digits => FromOwn(digits.Value, own[position++]));
        });
    }

    /// <summary>Sentences that name a tensor each, those that say the same as one.</summary>
    /// <param name="sentences">In any order.</param>
    /// <param name="names">The names that may be in them.</param>
    public static IEnumerable<string> Together(IEnumerable<string> sentences, IReadOnlyCollection<string> names)
    {
        var subjects = from sentence in sentences
                       let words = sentence.TrimEnd('.').Split(' ', ',', ';', ':', '\'').ToHashSet(StringComparer.Ordinal)
                       select (Sentence: sentence, Name: names.FirstOrDefault(words.Contains) ?? "");
        return from same in Groups(subjects, subject => Skeleton(subject.Sentence, subject.Name))
               let others = same.Skip(1).Select(subject => subject.Name).Where(name => name.Length > 0 && name != same[0].Name)
                   .Distinct().ToList()
               select others.Count == 0 ? same[0].Sentence : $"{same[0].Sentence} The same holds for {NameList.Short(others)}.";
    }

    /// <summary>
    /// Sentences on single tensors, each after the tensor's name; of one kind that nobody reads to its end, the first and a count.
    /// </summary>
    /// <param name="items">In any order.</param>
    /// <param name="kind">Items of one kind say the same but for the numbers.</param>
    /// <param name="name">The tensor.</param>
    /// <param name="sentence">What is said of it.</param>
    public static IEnumerable<string> Cut<T>(IEnumerable<T> items, Func<T, string> kind, Func<T, string> name, Func<T, string> sentence)
        => Groups(items, kind).SelectMany(same => same.Count <= NameList.Most
            ? same.Select(item => $"{name(item)}: {sentence(item)}")
            : [$"{name(same[0])}: {sentence(same[0])} The same holds, in numbers of their own, for "
                + $"{NameList.Short([.. same.Skip(1).Select(name)])}."]);

    /// <summary>What is said of the first of several tensors, and that it holds for the others.</summary>
    /// <param name="names">Two or more, the first included.</param>
    public static string TheSameOf(IReadOnlyList<string> names) => $"the same holds for {NameList.Short([.. names.Skip(1)])}";

    private static List<string> Numerals(string text) => [.. Numeral().Matches(text).Select(match => match.Value)];

    private static string FromOwn(string digits, string own)
        => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(own, NumberStyles.None, CultureInfo.InvariantCulture, out var layer)
            ? FormattableString.Invariant($"<{number - layer:+0;-0;0}>")
            : digits;

    // A name with a number in it, as layers have: A11, blocks.3.norm, Dense_0.
    [GeneratedRegex(@"(?<![\w.])[\p{L}_][\w.]*\d([\w.]*\w)?")]
    private static partial Regex Identifier();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numeral();

    [GeneratedRegex("^(float|bfloat|int|uint)[0-9]+$")]
    private static partial Regex Dtype();
}
