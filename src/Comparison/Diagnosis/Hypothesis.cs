namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>One way in which a gradient may have gone wrong.</summary>
internal abstract class Hypothesis
{
    /// <summary>
    /// A corrected gradient that is off by no more than this, relative to its scale, is autograd's: in float64 a coincidence of
    /// nine digits is none.
    /// </summary>
    protected const double Fits = 1e-9;

    /// <summary>The explanation with its numbers, or null where the hypothesis does not fit: never a guess.</summary>
    public abstract Explanation? Explain(Suspect suspect);
}
