namespace ScratchVsAutograd.Harness.Diffing;

/// <summary>What to type where tensors differ in the order of their axes, in axes of size 1, or in dtype.</summary>
internal static class LayoutSuggestions
{
    /// <summary>A sentence for each kind of difference that there is.</summary>
    public static IEnumerable<string> Of(IReadOnlyCollection<PairReport> pairs)
    {
        foreach (var group in pairs.Where(pair => pair.Layout is not null).GroupBy(pair => (Order: Permutation.Text(pair.Layout!.Order), pair.Layout.Agrees)))
        {
            var (order, agrees) = group.Key;
            var one = group.Count() == 1;
            // An order applies to tensors of as many axes as it has.
            var axes = group.First().Layout!.Order.Length;
            var others = pairs.Where(pair => pair.A is { } a && a.Shape.Length == axes).Except(group).Select(pair => pair.Name);
            var options = Glob.Covering([.. group.Select(pair => pair.Name)], others).Select(pattern => $"--permute '{pattern}={order}'");
            var fits = (agrees, one) switch { (true, true) => "agrees with B", (true, false) => "agree with B", (_, true) => "has B's shape", _ => "have B's shapes" };
            yield return $"{Names(group)} {fits} once A's axes are in the order {order}: add {string.Join(' ', options)}";
        }

        var unit = pairs.Where(pair => pair.DiffersInUnitAxes).ToList();
        if (unit.Count > 0)
            yield return $"{Names(unit)} {(unit.Count == 1 ? "differs" : "differ")} from B in axes of size 1: add --squeeze to leave those out";
        var dtypes = pairs.Where(pair => pair.Verdict == PairVerdict.Dtype).ToList();
        if (dtypes.Count > 0)
            yield return $"{Names(dtypes)} {(dtypes.Count == 1 ? "is" : "are")} of another dtype than B's: add --cast to compare the values, held to the less precise dtype";
    }

    private static string Names(IEnumerable<PairReport> pairs)
    {
        const int Most = 4;
        var names = pairs.Select(pair => Formats.FileFault.Shown(pair.Name)).ToList();
        return names.Count <= Most ? NameList.Of(names) : $"{string.Join(", ", names.Take(Most - 1))} and {names.Count - Most + 1} more";
    }
}
