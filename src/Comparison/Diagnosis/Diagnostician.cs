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
        .. SignatureHypotheses.Families.Select(
            family => family.Select(Hypothesis (signature) => new BySignature(signature)).ToImmutableArray()),
        .. StructureHypotheses.OfFormulas.Select(Alone),
    ];

    // What explains a tensor, or one of its terms, and who said so.
    private sealed record Finding(Suspect Suspect, Hypothesis Hypothesis, Explanation Explanation);

    /// <summary>
    /// The explanations that fit and could not be refuted, the one that assumes least first; none where there is none. Where the
    /// suspect's budget is spent, those found until then.
    /// </summary>
    /// <param name="suspect">The tensor at fault.</param>
    /// <param name="runs">Tries what fits on other leaf values; null where that is not wanted.</param>
    /// <param name="whole">Where the suspect is a sample, the whole, on which what is told must hold too.</param>
    public static ImmutableArray<Explanation> Explain(Suspect suspect, FreshRuns? runs = null, Func<Suspect?>? whole = null)
    {
        using var unrecorded = no_grad();
        using var scope = NewDisposeScope();
        suspect.OtherLeaves = runs;
        IEnumerable<Finding> found = Findings(suspect, runs);
        // At a fan-out the whole is wrong because one term is; that term alone may be easier to explain.
        // That the others are right had to be assumed, too.
        if (found.All(finding => finding.Explanation.Kind == ExplanationKind.Signature))
        {
            found = found.Concat(suspect.TermByTerm().TakeWhile(_ => !suspect.Budget.IsSpent).SelectMany(term => Findings(term, runs))
                .Where(finding => finding.Explanation.Kind == ExplanationKind.Signature)
                .Select(
                    finding => finding with
                    {
                        Explanation = finding.Explanation with { Complexity = finding.Explanation.Complexity + 2 },
                    }));
        }

        var ordered = found.OrderBy(finding => finding.Explanation.Complexity).ThenBy(finding => finding.Explanation.Residual).ToList();
        return Alternatives.Of(
            ordered.Select(finding => finding.Explanation),
            whole is null ? null : explanation => OnWhole(
                ordered.Find(finding => ReferenceEquals(finding.Explanation, explanation))!, whole, suspect.Budget));
    }

    private static Explanation? OnWhole(Finding finding, Func<Suspect?> whole, Budget budget)
    {
        Explanation? held = null;
        budget.Within(() => held = Attempt.At(() => whole() is { } all && finding.Suspect.PartOf(all) is { } part
            ? finding.Hypothesis.OnWhole(finding.Suspect, part, finding.Explanation) : null));
        return held is null ? null : held with { Complexity = finding.Explanation.Complexity };
    }

    private static List<Finding> Findings(Suspect suspect, FreshRuns? runs)
    {
        using var refutation = new Refutation(suspect, runs);
        var found = new List<Finding>();
        foreach (var family in Families)
        {
            Finding? survivor = null;
            suspect.Budget.Within(() => survivor = family
                .SelectMany(hypothesis => Candidates(hypothesis, suspect).Where(candidate => refutation.Survives(hypothesis, candidate))
                    .Select(candidate => new Finding(suspect, hypothesis, candidate)))
                .FirstOrDefault());
            if (survivor is null) continue;
            found.Add(survivor);
            // What was watched, or proven by experiment with nothing assumed, needs no second opinion.
            if (survivor.Explanation is { Kind: not ExplanationKind.Signature, Complexity: 0 }) break;
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
