
namespace ScratchVsAutograd.Comparison.Diagnosis;

/// <summary>What every explanation of a suspect has in common.</summary>
internal static class Explaining
{
    /// <summary>An explanation from what backward did or refused to do: nothing was assumed.</summary>
    public static Explanation ByContract(
        this Suspect suspect, CauseKind cause, string text, string evidence, string fix, double residual = 0, SourceLocation? source = null)
        => suspect.Explained(ExplanationKind.Contract, cause, complexity: 0, residual, text, evidence, fix, source);

    /// <summary>An explanation that an experiment proves.</summary>
    public static Explanation ByExperiment(
        this Suspect suspect, CauseKind cause, int complexity, double residual, string text, string evidence, string fix)
        => suspect.Explained(ExplanationKind.Counterfactual, cause, complexity, residual, text, evidence, fix, source: null);

    /// <summary>An explanation that fits the numbers.</summary>
    public static Explanation BySignature(
        this Suspect suspect, CauseKind cause, int complexity, double residual, string text, string evidence, string fix,
        SourceLocation? source = null)
        => suspect.Explained(ExplanationKind.Signature, cause, complexity, residual, text, evidence, fix, source);

    /// <summary>"to 2e-16 over 1,920 elements".</summary>
    public static string To(this Suspect suspect, double residual)
        => $"to {Words.Residual(residual)} over {Words.Count(suspect.Value.numel())} elements";

    /// <summary>Words as a sentence: a capital letter and a full stop.</summary>
    public static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}.";

    private static Explanation Explained(
        this Suspect suspect, ExplanationKind kind, CauseKind cause, int complexity, double residual,
        string text, string evidence, string fix, SourceLocation? source)
        => new()
        {
            Tensor = suspect.Name,
            Source = source ?? suspect.Source,
            Cause = cause,
            Kind = kind,
            Text = text,
            Evidence = evidence,
            Fix = fix,
            Residual = residual,
            Complexity = complexity,
        };
}
