using ScratchVsAutograd.Comparison.Diagnosis;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diff.Causes;

// This folder: why two tensors differ, from their values alone. A cause (ScaleCause, OrderCause, HalfPrecision) proposes a corrected A,
// a Fit says whether that is B; SliceOrderFinder and ScaleNames search, LikenessFinder describes what has no cause.

/// <summary>
/// Whether a corrected A is B but for rounding. Half precisions have few digits, so that one element proves nothing; many together do. A
/// correction counts only where it fits by far better than its freedom could make it: each element has to bring digits, and what the
/// correction was free to choose, such as an order of blocks, is taken off.
/// </summary>
/// <param name="Residual">The largest |corrected − B|, relative to B's largest element.</param>
/// <param name="RelativeL2">The norm of corrected − B, relative to B's.</param>
internal sealed record Fit(double Residual, double RelativeL2)
{
    // What chance has to be beaten by, in binary digits: one in a million million.
    private const double Enough = 40;

    // The smallest number of float16, below which nothing is told apart.
    private static readonly double SmallestHalf = Math.Pow(2, -24);

    private const long Chunk = 1 << 20;

    /// <summary>
    /// The largest residual that is rounding: in half precisions both sides are off by a unit roundoff, twice allowed for.
    /// </summary>
    public static double Bound(ScalarType precision) => precision switch
    {
        ScalarType.Float16 => Math.Pow(2, -9),
        ScalarType.BFloat16 => Math.Pow(2, -6),
        _ => Match.Bound(precision),
    };

    /// <summary>Whether so many elements in that precision outweigh so many choices, given as their binary logarithm.</summary>
    public static bool IsEvidence(long elements, ScalarType precision, double choices = 0)
        => elements * (-Math.Log2(Bound(precision)) - 2) >= 2 * choices + Enough;

    /// <summary>Measures a correction; null where it does not fit.</summary>
    /// <param name="corrected">A as it is said to have been meant, times <paramref name="factor"/>.</param>
    /// <param name="b">The reference, of the same shape; both finite.</param>
    /// <param name="precision">The less precise dtype of the two.</param>
    /// <param name="factor">What A is divided by.</param>
    public static Fit? Of(Tensor corrected, Tensor b, ScalarType precision, double factor = 1)
    {
        var (off, squares, norm) = (0.0, 0.0, 0.0);
        var largest = Match.Largest(b);
        foreach (var (ofA, ofB) in Chunks(corrected, b))
        {
            using var scope = NewDisposeScope();
            var difference = ofA / factor - ofB;
            off = Math.Max(off, Match.Largest(difference));
            squares += difference.square().sum().item<double>();
            norm += ofB.square().sum().item<double>();
            if (!(off <= Allowed(largest, precision))) return null;
        }

        var fit = new Fit(off / largest, Math.Sqrt(squares / norm));
        return fit.RelativeL2 <= Allowed(largest, precision) / largest ? fit : null;
    }

    /// <summary>Two tensors of one shape in float64, piece by piece, for tensors that are large in it.</summary>
    public static IEnumerable<(Tensor A, Tensor B)> Chunks(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        var (flatA, flatB) = (a.flatten(), b.flatten());
        for (var start = 0L; start < flatA.numel(); start += Chunk)
        {
            using var pieces = NewDisposeScope();
            var length = Math.Min(Chunk, flatA.numel() - start);
            yield return (flatA.narrow(0, start, length).to(ScalarType.Float64), flatB.narrow(0, start, length).to(ScalarType.Float64));
        }
    }

    private static double Allowed(double largest, ScalarType precision)
        => Bound(precision) * largest + (precision == ScalarType.Float16 ? SmallestHalf : 0);

    /// <summary>What explains the difference of A and B.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="text">What is wrong, without a full stop, as all three.</param>
    /// <param name="evidence">What shows it.</param>
    /// <param name="fix">What to do.</param>
    /// <param name="complexity">How much it assumes.</param>
    public Explanation Explains(CauseKind cause, string text, string evidence, string fix, int complexity) => new()
    {
        Tensor = "B",
        Source = null,
        Cause = cause,
        Kind = ExplanationKind.Signature,
        Text = $"{text}.",
        Evidence = $"{evidence}.",
        Fix = $"{fix}.",
        Residual = Residual,
        Complexity = complexity,
    };
}
