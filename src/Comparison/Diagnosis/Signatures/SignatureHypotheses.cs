using System.Collections.Immutable;

namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>Every signature, tried on one gradient.</summary>
internal static class SignatureHypotheses
{
    /// <summary>
    /// Families: within one, a signature is a special case of some that come after it (what is transposed is reordered, too), so
    /// only the first that fits says something.
    /// </summary>
    public static ImmutableArray<ImmutableArray<Signature>> Families { get; } =
    [
        [new WrongDtype(), new RoundedOnTheWay()],
        [new NotSummed(), new WrongAxis(), new OneSliceForTheSum()],
        [new AllZero(), new Sign(), new CutOff(), new ConstantFactor(), new FactorAlongAxis()],
        [new KeepDimension(), new Transpose(), new Flip(), new Shifted(), new RowsReordered(), new ElementsReordered()],
        [
            new MaxTies(), new KinkConvention(), new MaskMissingInSoftmax(), new MaskMissing(), new MaskInverted(), new MaskTooMany(),
            new SingleElement(), new PartialBlock(),
        ],
    ];

    /// <summary>The explanations that fit that gradient, one a family.</summary>
    public static IEnumerable<Explanation> Explain(GradientUnderTest gradient)
        => Families
            .Select(
                family => family.Select(signature => signature.Explain(gradient)).FirstOrDefault(explanation => explanation is not null))
            .OfType<Explanation>();
}
