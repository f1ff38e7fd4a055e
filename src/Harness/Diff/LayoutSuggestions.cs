using ScratchVsAutograd.Files;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>What to type where tensors differ in the order of their axes, in axes of size 1, or in dtype.</summary>
internal static class LayoutSuggestions
{
    /// <summary>A sentence for each kind of difference that there is.</summary>
    public static IEnumerable<string> Of(IReadOnlyCollection<PairReport> pairs)
    {
        foreach (var group in pairs.Where(pair => pair.Layout is not null)
            .GroupBy(pair => (Order: Permutation.Text(pair.Layout!.Order), pair.Layout.Agrees, pair.Layout.IsMultiple)))
        {
            var (order, agrees, isMultiple) = group.Key;
            var one = group.Count() == 1;
            // An order applies to tensors of as many axes as it has.
            var axes = group.First().Layout!.Order.Length;
            var others = pairs.Where(pair => pair.A is { } a && a.Shape.Length == axes).Except(group).Select(pair => pair.Name);
            var options = Glob.Covering([.. group.Select(pair => pair.Name)], others).Select(pattern => $"--permute '{pattern}={order}'");
            var fits = isMultiple
                ? one ? "is a multiple of B" : "are multiples of B"
                : (
                    agrees,
                    one) switch
                {
                    (true, true) => "agrees with B",
                    (true, false) => "agree with B",
                    (_, true) => "has B's shape",
                    _ =>
                        "have B's shapes"
                };
            yield return $"{Names(group)} {fits} once A's axes are in the order {order}: add {string.Join(' ', options)}";
        }

        foreach (var suggestion in OfSlices(pairs)) yield return suggestion;
        var unit = pairs.Where(pair => pair.DiffersInUnitAxes).ToList();
        if (unit.Count > 0)
            yield return $"{Names(unit)} {(unit.Count == 1 ? "differs" : "differ")} from B in axes of size 1: add --squeeze to leave those "
                + "out";
        var dtypes = pairs.Where(pair => pair.Verdict == PairVerdict.Dtype).ToList();
        if (dtypes.Count > 0)
            yield return $"{Names(dtypes)} {(dtypes.Count == 1 ? "has" : "have")} another dtype than B's: add --cast to compare the "
                + "values, held to the less precise dtype";
    }

    // More blocks than these are nothing to type.
    private static IEnumerable<string> OfSlices(IReadOnlyCollection<PairReport> pairs)
    {
        const int Most = 64;
        foreach (var group in pairs.Where(pair => pair.Slices is { Order.Length: <= Most }).GroupBy(pair => pair.Slices!.Text))
        {
            var others = pairs.Where(pair => pair.A is not null).Except(group).Select(pair => pair.Name);
            var options = Glob.Covering([.. group.Select(pair => pair.Name)], others).Select(pattern => $"--order '{pattern}={group.Key}'");
            yield return $"{Names(group)} {(group.Count() == 1 ? "agrees" : "agree")} with B once A's slices are ordered: add "
                + $"{string.Join(' ', options)}";
        }
    }

    private static string Names(IEnumerable<PairReport> pairs) => NameList.Short([.. pairs.Select(pair => FileFault.Shown(pair.Name))]);
}
