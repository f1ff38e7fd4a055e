namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>One way in which a gradient may have gone wrong.</summary>
internal abstract class Hypothesis
{
    /// <summary>The explanation with its numbers, or null where the hypothesis does not fit: never a guess.</summary>
    public abstract Explanation? Explain(Suspect suspect);
}
