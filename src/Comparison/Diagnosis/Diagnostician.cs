using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diagnosis.Signatures;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>Tries every hypothesis on a tensor at fault.</summary>
internal static class Diagnostician
{
    private static readonly ImmutableArray<Hypothesis> Hypotheses = [.. StructureHypotheses.All];

    /// <summary>
    /// The explanations that fit, the one that assumes least first; none where none fits. Where the suspect's budget is spent, those
    /// found until then.
    /// </summary>
    public static ImmutableArray<Explanation> Explain(Suspect suspect)
    {
        using var unrecorded = no_grad();
        using var scope = NewDisposeScope();
        // At a fan-out the whole is wrong because one term is; that term alone may be easier to explain.
        // That the others are right had to be assumed, too.
        var terms = suspect.TermByTerm().TakeWhile(_ => !suspect.Budget.IsSpent).SelectMany(Explanations)
            .Where(explanation => explanation.Kind == ExplanationKind.Signature)
            .Select(explanation => explanation with { Complexity = explanation.Complexity + 2 });
        return [.. Explanations(suspect).Concat(terms)
            .OrderBy(explanation => explanation.Complexity)
            .ThenBy(explanation => explanation.Residual)];
    }

    private static IEnumerable<Explanation> Explanations(Suspect suspect)
    {
        foreach (var hypothesis in Hypotheses.TakeWhile(_ => !suspect.Budget.IsSpent))
        {
            if (Explanation(hypothesis, suspect) is { } found) yield return found;
        }

        foreach (var found in BySignature(suspect)) yield return found;
    }

    private static Explanation? Explanation(Hypothesis hypothesis, Suspect suspect)
    {
        using var scope = NewDisposeScope();
        return hypothesis.Explain(suspect);
    }

    private static IEnumerable<Explanation> BySignature(Suspect suspect)
    {
        using var scope = NewDisposeScope();
        return GradientUnderTest.Of(suspect) is { } gradient ? [.. SignatureHypotheses.Explain(gradient, suspect.Budget)] : [];
    }
}
