using System.Collections.Immutable;

namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>Tries every hypothesis on a tensor at fault.</summary>
internal static class Diagnostician
{
    private static readonly ImmutableArray<Hypothesis> Hypotheses = [];

    /// <summary>The explanations that fit, the one that assumes least first; none where none fits.</summary>
    public static ImmutableArray<Explanation> Explain(Suspect suspect)
        => [.. Hypotheses
            .Select(hypothesis => hypothesis.Explain(suspect))
            .OfType<Explanation>()
            .OrderBy(explanation => explanation.Complexity)
            .ThenBy(explanation => explanation.Residual)];
}
