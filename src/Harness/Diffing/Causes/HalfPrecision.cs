using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diagnosis;
using ScratchVsAutograd.Comparison.Diagnosis.Signatures;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Diffing.Causes;

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
        ? Told.Select(family => family.Select(signature => signature.Explain(gradient)).FirstOrDefault(explanation => explanation is not null)).OfType<Explanation>()
        : SignatureHypotheses.Explain(gradient);

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
