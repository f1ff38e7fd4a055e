using System.Collections.Immutable;
using ScratchVsAutograd.Files;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>
/// Pairs tensors whose names say nothing: by their sizes, in whatever order their axes are; among several of the same sizes by their
/// values, up to a factor and to noise; and what is then left, where there are as many on both sides, by the order of the names.
/// </summary>
internal sealed class PartnerFinder(Side a, Side b)
{
    private const int Samples = 512;

    private const double Alike = 0.9;

    private const double MostByChance = 1e-3;

    private const long MostElements = 1 << 22;

    /// <summary>The pairs, in A's order.</summary>
    public IEnumerable<Partner> Find(IReadOnlyList<TensorHeader> ofA, IReadOnlyList<TensorHeader> ofB)
    {
        var places = ofA.Select((header, place) => (header.Name, place))
            .ToDictionary(header => header.Name, header => header.place, StringComparer.Ordinal);
        return ofA.GroupBy(Sizes).Join(
            ofB.GroupBy(Sizes), group => group.Key, group => group.Key, (ours, theirs) => OfOneKind([.. ours], [.. theirs]))
            .SelectMany(pair => pair).OrderBy(partner => places[partner.A.Name]);
    }

    private List<Partner> OfOneKind(List<TensorHeader> ours, List<TensorHeader> theirs)
    {
        var byValue = ours.Count == 1 && theirs.Count == 1 && AxisOrders.Fitting(ours[0].Shape, theirs[0].Shape).Count <= 1
            ? []
            : ByValue(ours, theirs);
        var restOfA = Natural(ours.Except(byValue.Select(partner => partner.A)));
        var restOfB = Natural(theirs.Except(byValue.Select(partner => partner.B)));
        return restOfA.Count != restOfB.Count ? byValue : [.. byValue, .. restOfA.Zip(restOfB, (one, other)
            => new Partner(one, other, AxisOrders.Fitting(one.Shape, other.Shape) is [var order, ..] ? order : null, IsByValue: false))];
    }

    // Only where each is the other's only match.
    private List<Partner> ByValue(List<TensorHeader> ours, List<TensorHeader> theirs)
    {
        if (ours[0].Count is 0 or > MostElements) return [];
        using var scope = NewDisposeScope();
        var matches = theirs.GroupBy(header => string.Join(',', header.Shape)).SelectMany(group => Matches(ours, [.. group])).ToList();
        var (countOfA, countOfB) = (
            matches.CountBy(match => match.A.Name).ToDictionary(), matches.CountBy(match => match.B.Name).ToDictionary());
        return [.. matches.Where(match => countOfA[match.A.Name] == 1 && countOfB[match.B.Name] == 1)];
    }

    private List<Partner> Matches(List<TensorHeader> ours, List<TensorHeader> theirs)
    {
        var at = Positions(ours[0].Count);
        using var scope = NewDisposeScope();
        var reference = stack(theirs.Select(header => Sampled(b.Read(header.Name), at)));
        var found = new Dictionary<(int A, int B), (double Cosine, ImmutableArray<int> Order)>();
        for (var one = 0; one < ours.Count; one++)
        {
            using var each = NewDisposeScope();
            var orders = AxisOrders.Fitting(ours[one].Shape, theirs[0].Shape);
            if (orders.Count == 0) continue;
            var tensor = a.Read(ours[one].Name);
            foreach (var order in orders)
            {
                var cosines = reference.mv(Sampled(Permutation.Apply(tensor, order), at)).abs().data<double>().ToArray();
                for (var other = 0; other < theirs.Count; other++)
                {
                    if (IsNoChance(cosines[other], at.numel(), (double)ours.Count * theirs.Count * orders.Count)
                        && cosines[other] > found.GetValueOrDefault((one, other)).Cosine + 1e-9)
                        found[(one, other)] = (cosines[other], order);
                }
            }
        }

        return [.. found.Select(match => new Partner(ours[match.Key.A], theirs[match.Key.B], match.Value.Order, IsByValue: true))];
    }

    // Of n random numbers each, two vectors have a larger cosine in (1 − c²)^((n − 1) / 2) of all cases.
    private static bool IsNoChance(double cosine, long count, double trials)
        => cosine >= Alike && Math.Pow(Math.Max(1 - cosine * cosine, 1e-14), (count - 1) / 2.0) * trials <= MostByChance;

    private static Tensor Sampled(Tensor tensor, Tensor at)
    {
        using var scope = NewDisposeScope();
        var values = tensor.flatten().index_select(0, at).to(ScalarType.Float64);
        var norm = values.norm();
        return (double.IsFinite(norm.item<double>()) && norm.item<double>() > 0 ? values / norm : zeros_like(values))
            .MoveToOuterDisposeScope();
    }

    // Spread over the tensor by a step that divides nothing.
    private static Tensor Positions(long count)
        => count <= Samples
            ? arange(count, dtype: ScalarType.Int64)
            : arange(Samples, dtype: ScalarType.Int64).mul(1_000_003L).remainder(count);

    // Dense_2 before Dense_10.
    private static List<TensorHeader> Natural(IEnumerable<TensorHeader> headers)
        => [
            .. headers.OrderBy(
                header => System.Text.RegularExpressions.Regex.Replace(header.Name, "[0-9]+", digits => digits.Value.PadLeft(10, '0')),
                StringComparer.Ordinal)];

    // The same for a tensor, its transpose, and either with axes of size 1.
    private static string Sizes(TensorHeader header) => string.Join(',', header.Shape.Where(size => size != 1).Order());
}
