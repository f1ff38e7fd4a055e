using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ScratchVsAutograd.Files;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>What to type where names have no partner: a rule for a common beginning or end, or lines for a names file.</summary>
internal sealed class NameSuggestions
{
    private const int MostNames = 1000;

    /// <summary>Looks at what is left over.</summary>
    public NameSuggestions(Side a, Side b, IReadOnlyCollection<PairReport> pairs)
    {
        var extra = pairs.Where(pair => pair.Verdict == PairVerdict.Extra).Select(pair => pair.A!).ToList();
        var missing = pairs.Where(pair => pair.Verdict == PairVerdict.Missing).Select(pair => pair.B!).ToList();
        if (extra.Count == 0 || missing.Count == 0 || Math.Max(extra.Count, missing.Count) > MostNames) return;
        Rules = [.. Rule(extra, missing)];
        if (!Rules.IsEmpty) return;
        var partners = Settled([.. new PartnerFinder(a, b).Find(extra, missing)]);
        Lines = [.. partners.Select(partner => (partner.A.Name, partner.B.Name))];
        Options = string.Join(' ', Permutations(partners).Concat(Squeeze(partners)));
    }

    /// <summary>A sentence with a rule, or nothing.</summary>
    public ImmutableArray<string> Rules { get; } = [];

    /// <summary>Names of A and of B that hold tensors of the same sizes.</summary>
    public ImmutableArray<(string A, string B)> Lines { get; } = [];

    /// <summary>What has to be typed beside the names, because layouts differ; empty where they do not.</summary>
    public string Options { get; } = "";

    // A square has B's sizes in more than one order of its axes; most likely it is that of the other kernels.
    private static List<Partner> Settled(List<Partner> partners)
    {
        var orders = partners.Where(partner => partner.Order is not null && !partner.IsUndecided)
            .CountBy(partner => Permutation.Text(partner.Order!.Value))
            .OrderByDescending(order => order.Value).Select(order => order.Key).ToList();
        return partners.ConvertAll(partner => partner.IsUndecided
            && AxisOrders.Fitting(partner.A.Shape, partner.B.Shape)
                .OrderBy(order => orders.IndexOf(Permutation.Text(order)) is >= 0 and var place ? place : int.MaxValue)
                .First() is var likely
                ? partner with { Order = likely }
                : partner);
    }

    private static IEnumerable<string> Permutations(List<Partner> partners)
    {
        foreach (var group in partners.Where(partner => partner.IsPermuted).GroupBy(partner => Permutation.Text(partner.Order!.Value)))
        {
            var axes = group.First().A.Shape.Length;
            var others = partners.Where(partner => partner.A.Shape.Length == axes).Except(group).Select(partner => partner.A.Name);
            foreach (var pattern in Glob.Covering([.. group.Select(partner => partner.A.Name)], others))
                yield return $"--permute '{pattern}={group.Key}'";
        }
    }

    // Axes are ordered after those of size 1 are left out, and would then have other numbers.
    private static IEnumerable<string> Squeeze(List<Partner> partners)
        => partners.Exists(partner => partner.Order is null)
            && !partners.Exists(partner => partner.IsPermuted && partner.A.Shape.Contains(1)) ? ["--squeeze"] : [];

    private static IEnumerable<string> Rule(List<TensorHeader> extra, List<TensorHeader> missing)
    {
        var affixes = from one in extra
                      from other in missing
                      where one.Name != other.Name
                      from affix in Affixes(one.Name, other.Name)
                      select affix;
        if (affixes.GroupBy(affix => affix).MaxBy(group => group.Count()) is not { } best) yield break;
        // What fits one name of many is chance.
        if (4 * best.Count() < Math.Min(extra.Count, missing.Count)) yield break;
        yield return $"{best.Count()} of A's names {(best.Count() == 1 ? "is" : "are")} B's once {best.Key.What}: add --map "
            + $"'{best.Key.Rule}'";
    }

    // The rule that makes the first name the second by a beginning or an end alone.
    private static IEnumerable<(string What, string Rule)> Affixes(string nameA, string nameB)
    {
        if (nameA.EndsWith(nameB, StringComparison.Ordinal)) yield return Cut(nameA[..^nameB.Length], affix => $"^{affix}", "begins");
        if (nameA.StartsWith(nameB, StringComparison.Ordinal)) yield return Cut(nameA[nameB.Length..], affix => $"{affix}$", "ends");
        if (nameB.EndsWith(nameA, StringComparison.Ordinal))
            yield return ($"'{nameB[..^nameA.Length]}' begins them", $"s|^|{nameB[..^nameA.Length]}|");
        if (nameB.StartsWith(nameA, StringComparison.Ordinal))
            yield return ($"'{nameB[nameA.Length..]}' ends them", $"s|$|{nameB[nameA.Length..]}|");
    }

    private static (string What, string Rule) Cut(string affix, Func<string, string> anchored, string place)
        => ($"the '{affix}' that {place} them is left out", $"s|{anchored(Regex.Escape(affix))}||");
}
