using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diagnosis.Signatures;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>Tries every hypothesis on a tensor at fault, and then to refute what fits.</summary>
internal static class Diagnostician
{
    // Each hypothesis on the structure by itself; of a family of signatures, only the first that survives says something. Those that
    // cost little come first, as there may not be time for all.
    private static readonly ImmutableArray<ImmutableArray<Hypothesis>> Families =
    [
        .. StructureHypotheses.OfWhatWasDone.Select(Alone),
        .. SignatureHypotheses.Families.Select(family => family.Select(Hypothesis (signature) => new BySignature(signature)).ToImmutableArray()),
        .. StructureHypotheses.OfFormulas.Select(Alone),
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
        suspect.OtherLeaves = runs;
        var whole = Explanations(suspect, runs);
        if (whole.Exists(explanation => explanation.Kind != ExplanationKind.Signature)) return Alternatives.Of(InOrder(whole));
        // At a fan-out the whole is wrong because one term is; that term alone may be easier to explain.
        // That the others are right had to be assumed, too.
        var terms = suspect.TermByTerm().TakeWhile(_ => !suspect.Budget.IsSpent).SelectMany(term => Explanations(term, runs))
            .Where(explanation => explanation.Kind == ExplanationKind.Signature)
            .Select(explanation => explanation with { Complexity = explanation.Complexity + 2 });
        return Alternatives.Of(InOrder(whole.Concat(terms)));
    }

    private static ImmutableArray<Explanation> InOrder(IEnumerable<Explanation> explanations)
        => [.. explanations.OrderBy(explanation => explanation.Complexity).ThenBy(explanation => explanation.Residual)];

    private static List<Explanation> Explanations(Suspect suspect, FreshRuns? runs)
    {
        using var refutation = new Refutation(suspect, runs);
        var found = new List<Explanation>();
        foreach (var family in Families)
        {
            Explanation? survivor = null;
            suspect.Budget.Within(() => survivor = family
                .SelectMany(hypothesis => Candidates(hypothesis, suspect).Where(candidate => refutation.Survives(hypothesis, candidate)))
                .FirstOrDefault());
            if (survivor is null) continue;
            found.Add(survivor);
            // What was watched, or proven by experiment with nothing assumed, needs no second opinion.
            if (survivor is { Kind: not ExplanationKind.Signature, Complexity: 0 }) break;
        }

        return found;
    }

    private static ImmutableArray<Hypothesis> Alone(Hypothesis hypothesis) => [hypothesis];

    private static IReadOnlyList<Explanation> Candidates(Hypothesis hypothesis, Suspect suspect)
    {
        using var scope = NewDisposeScope();
        return Attempt.At<IReadOnlyList<Explanation>>(() => [.. hypothesis.Candidates(suspect)]) ?? [];
    }
}
