using System.Collections.Immutable;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>What is left to choose between, of all that survived.</summary>
internal static class Alternatives
{
    private const int Most = 2;

    // Causes that say the same of one gradient in other words: a use that sends nothing back is a term that is missing.
    private static readonly ImmutableArray<ImmutableArray<CauseKind>> Families =
    [
        [
            CauseKind.MissingContribution, CauseKind.MissingTerm, CauseKind.ExtraTerm, CauseKind.TermCoefficient,
            CauseKind.OverwrittenContribution, CauseKind.NotSummed, CauseKind.PartialBlock, CauseKind.AllZero, CauseKind.UpstreamIgnored,
        ],
        [CauseKind.ConstantFactor, CauseKind.Sign, CauseKind.FactorAlongAxis, CauseKind.DoubledContribution, CauseKind.UpstreamIgnored],
        [CauseKind.Transpose, CauseKind.Permutation, CauseKind.Shifted, CauseKind.WrongAxis, CauseKind.PartialBlock],
        [
            CauseKind.MaskMissing, CauseKind.MaskInverted, CauseKind.ExtraMask, CauseKind.KinkConvention, CauseKind.MaxTies,
            CauseKind.SingleElement, CauseKind.PartialBlock, CauseKind.AllZero,
        ],
        // Where a mask is wrong, the gradient is off by a term in that region.
        [CauseKind.MaskMissing, CauseKind.MissingTerm, CauseKind.ExtraTerm],
        [CauseKind.MaskInverted, CauseKind.MissingTerm, CauseKind.ExtraTerm],
        [CauseKind.ExtraMask, CauseKind.MissingTerm, CauseKind.ExtraTerm],
    ];

    // The equation of both sides, or their quotient: whatever else fits says the same in other words.
    private static readonly ImmutableArray<CauseKind> Equations =
        [CauseKind.DerivativeMissing, CauseKind.MissingFactor, CauseKind.ExtraFactor, CauseKind.WrongFormula, CauseKind.Swapped];

    /// <summary>
    /// The explanations to give, of those of one tensor with the best first: one alone where it was proven by an experiment or
    /// watched, else the best and one that says something different.
    /// </summary>
    /// <param name="survivors">What survived.</param>
    /// <param name="confirmed">The last attempt to refute one of them; null where it fails.</param>
    public static ImmutableArray<Explanation> Of(IEnumerable<Explanation> survivors, Func<Explanation, Explanation?>? confirmed = null)
    {
        var kept = new List<Explanation>();
        foreach (var explanation in survivors)
        {
            if (kept.Exists(other => IsRestatement(other, explanation))
                || (confirmed is null ? explanation : confirmed(explanation)) is not { } told) continue;
            kept.Add(told);
            if (kept.Count == Most || kept is [{ Kind: not ExplanationKind.Signature }]) break;
        }

        return [.. kept];
    }

    private static bool IsRestatement(Explanation first, Explanation second)
        => first.Cause == second.Cause || Equations.Contains(first.Cause) || Equations.Contains(second.Cause)
            || second.Complexity > first.Complexity + 2
            || Families.Any(family => family.Contains(first.Cause) && family.Contains(second.Cause));
}
