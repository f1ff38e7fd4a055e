namespace ScratchVsAutograd.Comparison.Gradcheck;

/// <summary>What one element came to.</summary>
/// <param name="Element">Its gradient, three ways.</param>
/// <param name="Tolerance">How far a gradient may be from the measured one.</param>
/// <param name="Conclusive">False at a kink, and where the loss is not finite.</param>
internal readonly record struct ElementResult(NumericElement Element, double Tolerance, bool Conclusive)
{
    /// <summary>Whether the hand-written gradient is within tolerance.</summary>
    public bool ScratchFits => Element.ScratchError <= Tolerance;

    /// <summary>Whether autograd's is.</summary>
    public bool AutogradFits => Element.AutogradError <= Tolerance;
}
