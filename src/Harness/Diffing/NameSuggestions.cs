using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ScratchVsAutograd.Comparison.Diff;
using ScratchVsAutograd.Harness.Formats;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diffing;

/// <summary>What to type where names have no partner: a rule for a common beginning or end, or lines for a names file.</summary>
internal sealed class NameSuggestions
{
    // Each is held to each of the same sizes.
    private const int MostNames = 200;

    private const long MostElements = 1 << 20;

    private readonly Side a;
    private readonly Side b;

    /// <summary>Looks at what is left over.</summary>
    public NameSuggestions(Side a, Side b, IReadOnlyCollection<PairReport> pairs)
    {
        (this.a, this.b) = (a, b);
        var extra = pairs.Where(pair => pair.Verdict == PairVerdict.Extra).Select(pair => pair.A!).ToList();
        var missing = pairs.Where(pair => pair.Verdict == PairVerdict.Missing).Select(pair => pair.B!).ToList();
        if (extra.Count == 0 || missing.Count == 0 || Math.Max(extra.Count, missing.Count) > MostNames) return;
        Rules = [.. Rule(extra, missing)];
        if (Rules.IsEmpty) Lines = [.. Partners(extra, missing)];
    }

    /// <summary>A sentence with a rule, or nothing.</summary>
    public ImmutableArray<string> Rules { get; } = [];

    /// <summary>Names of A and of B that hold tensors of the same sizes.</summary>
    public ImmutableArray<(string A, string B)> Lines { get; } = [];

    private static IEnumerable<string> Rule(List<TensorHeader> extra, List<TensorHeader> missing)
    {
        var affixes = from one in extra
                      from other in missing
                      where one.Name != other.Name
                      from affix in Affixes(one.Name, other.Name)
                      select affix;
        if (affixes.GroupBy(affix => affix).MaxBy(group => group.Count()) is not { } best) yield break;
        yield return $"{best.Count()} of A's names {(best.Count() == 1 ? "is" : "are")} B's once {best.Key.What}: add --map '{best.Key.Rule}'";
    }

    // The rule that makes the first name the second by a beginning or an end alone.
    private static IEnumerable<(string What, string Rule)> Affixes(string nameA, string nameB)
    {
        if (nameA.EndsWith(nameB, StringComparison.Ordinal)) yield return Cut(nameA[..^nameB.Length], affix => $"^{affix}", "begins");
        if (nameA.StartsWith(nameB, StringComparison.Ordinal)) yield return Cut(nameA[nameB.Length..], affix => $"{affix}$", "ends");
        if (nameB.EndsWith(nameA, StringComparison.Ordinal)) yield return ($"'{nameB[..^nameA.Length]}' begins them", $"s|^|{nameB[..^nameA.Length]}|");
        if (nameB.StartsWith(nameA, StringComparison.Ordinal)) yield return ($"'{nameB[nameA.Length..]}' ends them", $"s|$|{nameB[nameA.Length..]}|");
    }

    private static (string What, string Rule) Cut(string affix, Func<string, string> anchored, string place)
        => ($"the '{affix}' that {place} them is left out", $"s|{anchored(Regex.Escape(affix))}||");

    // Of one kind of sizes on either side there may be only one; of several, those that agree.
    private IEnumerable<(string A, string B)> Partners(List<TensorHeader> extra, List<TensorHeader> missing)
        => extra.GroupBy(Sizes).Join(missing.GroupBy(Sizes), group => group.Key, group => group.Key, (ours, theirs) => PartnersOfOneKind([.. ours], [.. theirs]))
            .SelectMany(pair => pair);

    private IEnumerable<(string A, string B)> PartnersOfOneKind(TensorHeader[] ours, TensorHeader[] theirs)
    {
        if (ours.Length == 1 && theirs.Length == 1) return [(ours[0].Name, theirs[0].Name)];
        var agreeing = (from one in ours from other in theirs where Agree(one, other) select (A: one.Name, B: other.Name)).ToList();
        return agreeing.Where(pair => agreeing.Count(other => other.A == pair.A || other.B == pair.B) == 1);
    }

    private bool Agree(TensorHeader one, TensorHeader other)
    {
        if (one.Dtype != other.Dtype || !one.Shape.SequenceEqual(other.Shape) || one.Count is 0 or > MostElements) return false;
        using var scope = NewDisposeScope();
        var (ofA, ofB) = (a.Read(one.Name), b.Read(other.Name));
        if (!ofA.is_floating_point()) return ofA.bytes.SequenceEqual(ofB.bytes);
        return TensorDiffer.Compare(ofA, ofB, Tolerance.For(one.Dtype), worst: 0) is { AllClose: true, Blind: false, Autograd.AllZero: false };
    }

    // The same for a tensor, its transpose, and either with axes of size 1.
    private static string Sizes(TensorHeader header) => string.Join(',', header.Shape.Where(size => size != 1).Order());
}
