namespace ScratchVsAutograd.Comparison.Diagnosis.Formulas;

/// <summary>
/// In which way a term is wrong, found by fitting both gradients with the same parts: an upstream gradient, alone or times a named
/// tensor, and the terms. One that only autograd's has is missing, one that only scratch has is one too many, one that both have has
/// another coefficient.
/// </summary>
internal enum TermDirection
{
    /// <summary>Neither gradient could be fitted: it cannot be told.</summary>
    Unknown,

    /// <summary>Autograd has it, scratch has not.</summary>
    Missing,

    /// <summary>Scratch has it, autograd has not.</summary>
    TooMany,

    /// <summary>Both have it, with coefficients that differ.</summary>
    OtherCoefficient,
}
