namespace ScratchVsAutograd.Comparison.Precision;

/// <summary>What a difference between two gradients comes from.</summary>
internal enum DifferenceKind
{
    /// <summary>It shrinks as the precision grows.</summary>
    Rounding,

    /// <summary>It is as large in one precision as in the other.</summary>
    Formula,

    /// <summary>
    /// It is of another size in either, and yet does not shrink as it should: rounding where the lower precision happens to be
    /// nearly exact, or a formula whose difference is lost there among roundings.
    /// </summary>
    Unclear,
}
