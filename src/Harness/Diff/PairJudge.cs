using ScratchVsAutograd.Comparison.Pictures;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diff;

/// <summary>Holds one tensor of A to the one of B that it belongs to.</summary>
/// <param name="a">What is judged.</param>
/// <param name="b">The reference.</param>
/// <param name="tensors">How many there are.</param>
/// <param name="options">How.</param>
internal sealed class PairJudge(Side a, Side b, int tensors, DiffOptions options)
{
    private readonly CauseFinder causes = new(options.WhyTime, options.Clock);

    /// <summary>Compares two tensors; neither stays in memory.</summary>
    public PairReport Judge(string nameA, string nameB)
    {
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        var (storedA, storedB) = (a.Header(nameA), b.Header(nameB));
        var report = new PairReport { A = storedA, B = storedB, Verdict = PairVerdict.Shape };
        var pair = new PreparedPair(storedA, storedB, Ordered(nameA, Squeezed(a.Read(nameA))), Squeezed(b.Read(nameB)), options);
        if (!pair.HasSameShape)
        {
            return causes.Explained(
                report with
                {
                    DiffersInUnitAxes = WithoutUnitAxes(pair.A.shape)
                    .SequenceEqual(WithoutUnitAxes(pair.B.shape)),
                    Layout = Layout(nameA, pair)
                }, pair);
        }

        if (pair.DtypesDiffer && !options.Cast) return report with { Verdict = PairVerdict.Dtype };
        var diff = pair.Compare(options.WorstElements);
        var verdict = Verdict(pair, diff);
        var judged = report with
        {
            Diff = diff,
            Precision = pair.IsOfIntegers
            ? null
            : pair.Precision,
            Verdict = verdict,
            Note = Note(verdict, diff),
            Picture = options.KeepPictures ? PicturePass.Of(pair.A, pair.B, diff.Tolerance, Album.Cells(diff.AllClose, tensors)) : null,
        };
        return verdict == PairVerdict.Disagree ? causes.Explained(judged with { Layout = Layout(nameA, pair) }, pair) : judged;
    }

    private static PairVerdict Verdict(PreparedPair pair, TensorDiff diff)
    {
        if (!diff.AllClose) return HasNonFinite(diff) ? PairVerdict.NonFinite : PairVerdict.Disagree;
        if (diff.AreBothZero) return PairVerdict.Zero;
        // float64 holds no more than 53 bits of a whole number.
        if (pair.IsOfIntegers) return pair.HasSameBytes ? PairVerdict.Agree : PairVerdict.Disagree;
        return diff.IsDominated && !pair.CompareOnItsScale().AllClose ? PairVerdict.Blind : PairVerdict.Agree;
    }

    private static string? Note(PairVerdict verdict, TensorDiff diff) => verdict switch
    {
        PairVerdict.NonFinite => FormattableString.Invariant($"A has {Kinds(diff.Scratch)}, B {Kinds(diff.Autograd)}."),
        PairVerdict.Blind => "within tolerance only because the tolerance is large compared with it: one wrong element up to "
            + $"{Numbers.Short(diff.Sensitivity)} would have passed"
            + $"{(diff.Blind ? ", and so would zeros" : "")}. Judged relative to B's largest element it is out of tolerance. "
            + "Try a smaller --atol; if it is zero up to rounding, leave it out with --ignore.",
        _ => null,
    };

    private static bool HasNonFinite(TensorDiff diff) => diff.Scratch.NonFinite + diff.Autograd.NonFinite > 0;

    private static string Kinds(Census census)
        => FormattableString.Invariant(
            $"{census.NaN} NaN, {census.PositiveInfinity} +inf, {census.NegativeInfinity} -inf of {census.Count}");

    private Tensor Ordered(string name, Tensor tensor)
    {
        var permuted = Asked(name, tensor) is { } permutation ? Permutation.Apply(tensor, permutation.Order) : tensor;
        return options.Orders.Where(rule => rule.AppliesTo(name, permuted.shape))
            .Aggregate(permuted, (ordered, rule) => rule.Order.Apply(ordered));
    }

    // What is typed stands; a second order on top of it would not be one to type.
    private Layout? Layout(string name, PreparedPair pair) => Asked(name, pair.A) is null ? Diff.Layout.Find(pair) : null;

    private Permutation? Asked(string name, Tensor tensor)
        => options.Permutations.FirstOrDefault(permutation => permutation.AppliesTo(name, (int)tensor.dim()));

    private Tensor Squeezed(Tensor tensor) => options.Squeeze ? tensor.squeeze() : tensor;

    private static IEnumerable<long> WithoutUnitAxes(IEnumerable<long> shape) => shape.Where(size => size != 1);
}
