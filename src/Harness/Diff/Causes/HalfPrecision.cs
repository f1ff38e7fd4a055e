using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Comparison.Diagnosis.Signatures;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diff.Causes;

/// <summary>
/// Which signatures can be told in half precisions. Two or three digits an element are enough for what holds for all elements alike, or
/// calls all right but some, each held to its own size; not for what sorts them: two samples of one distribution are alike when sorted.
/// </summary>
internal static class HalfPrecision
{
    private static readonly ImmutableArray<ImmutableArray<Signature>> Told =
    [
        [new NotSummed()],
        [new AllZero(), new FactorAlongAxis()],
        [new KeepDimension(), new Flip(), new Shifted()],
        [new MaskMissing(), new SingleElement(), new PartialBlock()],
    ];

    /// <summary>The explanations that fit.</summary>
    public static IEnumerable<Explanation> Explain(GradientUnderTest gradient, ScalarType precision) => IsHalf(precision)
        ? Told.Select(
            family => family.Select(signature => signature.Explain(gradient)).FirstOrDefault(explanation => explanation is not null))
                .OfType<Explanation>()
            .Where(explanation => explanation.Cause != CauseKind.FactorAlongAxis || IsFactorAlongAxis(gradient))
        : SignatureHypotheses.Explain(gradient);

    // Each element has to fit for its own size, and all of them far better than with one factor: numbers enough to choose make noise
    // smaller, too.
    private static bool IsFactorAlongAxis(GradientUnderTest gradient)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (gradient.Wrong, gradient.Right);
        var one = Left(a, b, [.. Enumerable.Range(0, (int)b.dim()).Select(axis => (long)axis)]).square().mean().sqrt().item<double>();
        return Axes.Subsets(b.dim()).Where(axes => axes.Length < b.dim()).Any(axes =>
        {
            using var each = NewDisposeScope();
            var left = Left(a, b, axes);
            return left.square().mean().sqrt().item<double>() <= one / 8
                && (left.abs() > gradient.Fits).to(ScalarType.Float64).mean().item<double>() <= 0.01;
        });
    }

    // What one number for all places along the axes leaves of each element, relative to its size.
    private static Tensor Left(Tensor a, Tensor b, long[] axes)
    {
        var squares = b.square().sum(axes, keepdim: true);
        var factor = (a * b).sum(axes, keepdim: true) / where(squares > 0, squares, ones_like(squares));
        var size = (factor * b).abs();
        return (a - factor * b) / (size + 0.01 * size.max() + 1e-300);
    }

    /// <summary>Whether the reference has elements enough that are more than the rounding of its largest.</summary>
    public static bool IsEnough(Tensor b, ScalarType precision)
    {
        if (!IsHalf(precision) || b.numel() == 0) return true;
        using var scope = NewDisposeScope();
        var telling = (b.abs() > 8 * Fit.Bound(precision) * Match.Largest(b)).sum().item<long>();
        return Fit.IsEvidence(telling, precision);
    }

    /// <summary>Whether a dtype is one.</summary>
    public static bool IsHalf(ScalarType precision) => precision is ScalarType.Float16 or ScalarType.BFloat16;
}
