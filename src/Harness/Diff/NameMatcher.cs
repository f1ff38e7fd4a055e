using ScratchVsAutograd.Files;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>
/// Which name of A belongs to which of B: what the names file says, then equal names, then names that the rules make equal. Where
/// neither side has names, as two .npy files, there is one pair.
/// </summary>
internal sealed class NameMatcher
{
    private readonly IReadOnlyList<string> a;
    private readonly HashSet<string> b;
    private readonly Dictionary<string, string> bOfA = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> aOfB = new(StringComparer.Ordinal);

    private NameMatcher(IReadOnlyList<string> a, IReadOnlyList<string> b) => (this.a, this.b) = (a, b.ToHashSet(StringComparer.Ordinal));

    /// <summary>Pairs the names.</summary>
    /// <param name="a">A's names.</param>
    /// <param name="b">B's names.</param>
    /// <param name="options">The names file and the rules.</param>
    /// <param name="areNameless">Whether the names are only those of the files.</param>
    /// <returns>In A's order, and then what only B has; a null where a side has none.</returns>
    /// <exception cref="InputException">The names file or a rule does not fit the names.</exception>
    public static IReadOnlyList<(string? A, string? B)> Match(
        IReadOnlyList<string> a, IReadOnlyList<string> b, DiffOptions options, bool areNameless)
    {
        var matcher = new NameMatcher(a, b);
        if (options.NamesFile is { } file) matcher.AddFile(file);
        foreach (var name in a) matcher.AddEqual(name);
        if (!options.Rules.IsEmpty) matcher.AddRules([.. options.Rules]);
        if (areNameless && options.NamesFile is null && options.Rules.IsEmpty && (a, b) is ([var onlyA], [var onlyB]))
            matcher.Add(onlyA, onlyB);
        return
        [
            .. a.Select(name => ((string?)name, matcher.bOfA.GetValueOrDefault(name))),
            .. b.Where(name => !matcher.aOfB.ContainsKey(name)).Select(name => ((string?)null, (string?)name)),
        ];
    }

    private void AddFile(string file)
    {
        foreach (var (line, nameA, nameB) in NamesFile.Read(file))
        {
            Require(a.Contains(nameA), "A", nameA, a);
            Require(b.Contains(nameB), "B", nameB, b);
            if (bOfA.ContainsKey(nameA) || aOfB.ContainsKey(nameB))
                throw new InputException(
                    FormattableString.Invariant($"{file}: line {line} gives '{nameA}' or '{nameB}' a second partner; give each one."));
            Add(nameA, nameB);

            void Require(bool isThere, string side, string name, IEnumerable<string> names)
            {
                if (!isThere)
                    throw new InputException(FormattableString.Invariant(
                        $"{file}: line {line} names '{name}', and {side} has no tensor of that name; it has {Listed(names)}."));
            }
        }
    }

    private void AddEqual(string name)
    {
        if (b.Contains(name) && !bOfA.ContainsKey(name) && !aOfB.ContainsKey(name)) Add(name, name);
    }

    private void AddRules(IReadOnlyList<NameRule> rules)
    {
        if (rules.FirstOrDefault(rule => !ChangesAny(rules, rule)) is { } idle)
            throw new InputException($"--map: '{idle.Text}' changes no name of A, which has {Listed(a)}; leave it out, or fix it.");
        foreach (var name in a.Where(name => !bOfA.ContainsKey(name)))
        {
            var mapped = rules.Aggregate(name, (current, rule) => rule.Apply(current));
            if (!b.Contains(mapped)) continue;
            if (aOfB.TryGetValue(mapped, out var other))
                throw new InputException($"--map: '{other}' and '{name}' of A both become '{mapped}'; write rules that keep them apart.");
            Add(name, mapped);
        }
    }

    // Each rule sees what those before it have made.
    private bool ChangesAny(IReadOnlyList<NameRule> rules, NameRule rule) => a.Any(name =>
    {
        var before = rules.TakeWhile(earlier => earlier != rule).Aggregate(name, (current, earlier) => earlier.Apply(current));
        return rule.Apply(before) != before;
    });

    private void Add(string nameA, string nameB)
    {
        bOfA[nameA] = nameB;
        aOfB[nameB] = nameA;
    }

    private static string Listed(IEnumerable<string> names)
    {
        const int Most = 8;
        var shown = names.Take(Most + 1).Select(FileFault.Shown).ToList();
        return string.Join(", ", shown.Take(Most)) + (shown.Count > Most ? " and more" : "");
    }
}
