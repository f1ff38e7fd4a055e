using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>
/// A mistake in the formula, sought by rebuilding scratch's gradient, autograd's, or what is between them, from upstream
/// gradients and named tensors.
/// </summary>
/// <remarks>
/// Four elements or more, and never where one gradient is a constant times the other: whatever makes up autograd's then makes
/// up the difference too, and explains nothing.
/// </remarks>
internal abstract class FormulaHypothesis : Hypothesis
{
    private const long FewestElements = 4;

    /// <inheritdoc />
    public override Explanation? Explain(Suspect suspect)
    {
        if (suspect.Pair is not var (scratch, autograd) || autograd.numel() < FewestElements) return null;
        if (Match.Largest(scratch) == 0 || Match.Largest(autograd) == 0 || Match.Factor(autograd, scratch) is not null) return null;
        return Find(suspect, scratch, autograd);
    }

    /// <summary>Looks for the mistake in two gradients of one shape that differ.</summary>
    protected abstract Explanation? Find(Suspect suspect, Tensor scratch, Tensor autograd);
}
