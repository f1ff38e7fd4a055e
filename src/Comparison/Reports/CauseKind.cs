namespace ScratchVsAutograd;

/// <summary>The ways in which a hand-written gradient goes wrong that the two gradients and the trace can give away.</summary>
public enum CauseKind
{
    /// <summary>A constant factor too many or too few: 1/N, 2, ½, √d, …</summary>
    ConstantFactor,

    /// <summary>The sign is wrong.</summary>
    Sign,

    /// <summary>A factor that is constant along an axis: a tensor that was multiplied in, or left out.</summary>
    FactorAlongAxis,

    /// <summary>The elements are right, but stand as in the transposed or permuted tensor.</summary>
    Transpose,

    /// <summary>The elements are right up to a reordering of rows or columns: a reshape where a transpose was meant.</summary>
    Permutation,

    /// <summary>Summed over another axis than the one that was broadcast.</summary>
    WrongAxis,

    /// <summary>Not summed over an axis that was broadcast.</summary>
    NotSummed,

    /// <summary>The sum over a broadcast axis lost the axis itself.</summary>
    KeepDimension,

    /// <summary>A mask (ReLU, dropout, clamp, padding) was not applied.</summary>
    MaskMissing,

    /// <summary>A mask was applied the wrong way round.</summary>
    MaskInverted,

    /// <summary>Different only at kinks: ReLU at 0, clamp at its bound.</summary>
    KinkConvention,

    /// <summary>Different only among elements that tie for a maximum.</summary>
    MaxTies,

    /// <summary>A use of the tensor sent no gradient back.</summary>
    MissingContribution,

    /// <summary>A use of the tensor sent its gradient back twice.</summary>
    DoubledContribution,

    /// <summary>A later contribution took the place of an earlier one.</summary>
    OverwrittenContribution,

    /// <summary>A term of the formula is missing: a row mean, a projection on the output, …</summary>
    MissingTerm,

    /// <summary>The elements stand one place further along an axis.</summary>
    Shifted,

    /// <summary>Wrong in one block only: the last rows, columns, or a tail.</summary>
    PartialBlock,

    /// <summary>Wrong in one or a few single elements.</summary>
    SingleElement,

    /// <summary>Zero everywhere, where autograd's is not.</summary>
    AllZero,

    /// <summary>Computed from another value than the forward pass had: saved before or after an update.</summary>
    Stale,

    /// <summary>Two gradients share memory, and one was changed through the other.</summary>
    Aliasing,

    /// <summary>Backward changed a leaf, an activation or an upstream gradient.</summary>
    InputModified,

    /// <summary>Of another dtype than its tensor.</summary>
    WrongDtype,

    /// <summary>Does not depend on the upstream gradient, or only on its first element.</summary>
    UpstreamIgnored,

    /// <summary>Wrong only for an upstream gradient that is not contiguous in memory.</summary>
    RawStrides,

    /// <summary>Not finite where autograd's is: 0·∞ in a masked branch, a square root or norm at 0.</summary>
    NonFinite,

    /// <summary>The right formula, evaluated so that digits cancel away.</summary>
    Cancellation,

    /// <summary>Another answer at every run.</summary>
    Unrepeatable,

    /// <summary>A variant that the computation itself offers agrees: the cause is proven by experiment.</summary>
    Counterfactual,

    /// <summary>A term of the formula is one too many: the derivative of what was a constant.</summary>
    ExtraTerm,

    /// <summary>A term of the formula has another coefficient, or is another: which of the two the numbers do not always say.</summary>
    TermCoefficient,

    /// <summary>A mask was applied that does not belong there.</summary>
    ExtraMask,

    /// <summary>The upstream gradient as it came in: the derivative of the op itself is not multiplied in.</summary>
    DerivativeMissing,

    /// <summary>A factor of the formula is missing.</summary>
    MissingFactor,

    /// <summary>A factor is there that the formula does not have.</summary>
    ExtraFactor,

    /// <summary>Another formula than the right one, which is known.</summary>
    WrongFormula,

    /// <summary>What was written is the gradient of another tensor.</summary>
    Swapped,

    /// <summary>Right in float32 and float64, and something else in bfloat16.</summary>
    HalfPrecision,
}
