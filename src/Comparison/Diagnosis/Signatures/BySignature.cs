namespace ScratchVsAutograd.Comparison.Diagnosis.Signatures;

/// <summary>A signature, tried on a suspect.</summary>
internal sealed class BySignature(Signature signature) : Hypothesis
{
    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect) => Candidates(suspect).FirstOrDefault();

    /// <inheritdoc />
    public override IEnumerable<Explanation> Candidates(Suspect suspect)
        => GradientUnderTest.Of(suspect) is { } gradient ? signature.Candidates(gradient) : [];

    /// <inheritdoc />
    public override bool HoldsOn(Suspect fresh, Explanation explanation)
        => Candidates(fresh).Any(again => again.Cause == explanation.Cause && signature.Claim(again) == signature.Claim(explanation));
}
