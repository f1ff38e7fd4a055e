using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diagnosis.Signatures;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>Tries every hypothesis on a tensor at fault, and then to refute what fits.</summary>
internal static class Diagnostician
{
    // Each hypothesis on the structure by itself; of a family of signatures, only the first that survives says something.
    private static readonly ImmutableArray<ImmutableArray<Hypothesis>> Families =
    [
        .. StructureHypotheses.All.Select(hypothesis => (ImmutableArray<Hypothesis>)[hypothesis]),
        .. SignatureHypotheses.Families.Select(family => family.Select(Hypothesis (signature) => new BySignature(signature)).ToImmutableArray()),
    ];

    /// <summary>
    /// The explanations that fit and could not be refuted, the one that assumes least first; none where there is none. Where the
    /// suspect's budget is spent, those found until then.
    /// </summary>
    /// <param name="suspect">The tensor at fault.</param>
    /// <param name="runs">Tries what fits on other leaf values; null where that is not wanted.</param>
    public static ImmutableArray<Explanation> Explain(Suspect suspect, FreshRuns? runs = null)
    {
        using var unrecorded = no_grad();
        using var scope = NewDisposeScope();
        // At a fan-out the whole is wrong because one term is; that term alone may be easier to explain.
        // That the others are right had to be assumed, too.
        var terms = suspect.TermByTerm().TakeWhile(_ => !suspect.Budget.IsSpent).SelectMany(term => Explanations(term, runs))
            .Where(explanation => explanation.Kind == ExplanationKind.Signature)
            .Select(explanation => explanation with { Complexity = explanation.Complexity + 2 });
        return Alternatives.Of([.. Explanations(suspect, runs).Concat(terms)
            .OrderBy(explanation => explanation.Complexity)
            .ThenBy(explanation => explanation.Residual)]);
    }

    private static List<Explanation> Explanations(Suspect suspect, FreshRuns? runs)
    {
        using var refutation = new Refutation(suspect, runs);
        var found = new List<Explanation>();
        foreach (var family in Families)
        {
            var survivor = family.TakeWhile(_ => !suspect.Budget.IsSpent)
                .SelectMany(hypothesis => Candidates(hypothesis, suspect).Where(candidate => refutation.Survives(hypothesis, candidate)))
                .FirstOrDefault();
            if (survivor is not null) found.Add(survivor);
        }

        return found;
    }

    private static IReadOnlyList<Explanation> Candidates(Hypothesis hypothesis, Suspect suspect)
    {
        using var scope = NewDisposeScope();
        return Attempt.At<IReadOnlyList<Explanation>>(() => [.. hypothesis.Candidates(suspect)]) ?? [];
    }
}
