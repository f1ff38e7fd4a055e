namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>One way in which a gradient may have gone wrong.</summary>
internal abstract class Hypothesis
{
    /// <summary>The explanation with its numbers, or null where the hypothesis does not fit: never a guess.</summary>
    public abstract Explanation? Explain(Suspect suspect);

    /// <summary>All that it has to say of a suspect, the likeliest first, where the first may be refuted and the next not.</summary>
    public virtual IEnumerable<Explanation> Candidates(Suspect suspect) => Explain(suspect) is { } only ? [only] : [];

    /// <summary>
    /// Whether what explains a suspect explains it on other leaf values, too. By default the hypothesis is tried anew there and must
    /// say the same; one whose search is long may try the one formula that it had found.
    /// </summary>
    /// <param name="fresh">The same tensor on other leaf values, where its gradient is wrong as well.</param>
    /// <param name="explanation">What was found first.</param>
    public virtual bool HoldsOn(Suspect fresh, Explanation explanation)
        => Explain(fresh) is { } again && again.Cause == explanation.Cause && again.Text == explanation.Text;

    /// <summary>
    /// What explains a sample of a large tensor, on the whole of it: there it must be explained alike. One whose search is long tries
    /// the one formula that it had found.
    /// </summary>
    /// <param name="sample">Where it was found.</param>
    /// <param name="whole">The whole, in the working precision.</param>
    /// <param name="found">What was found.</param>
    /// <returns>The explanation with the whole's numbers; null where it does not hold.</returns>
    public virtual Explanation? OnWhole(Suspect sample, Suspect whole, Explanation found)
        => Candidates(whole).FirstOrDefault(candidate => candidate.Cause == found.Cause);
}
