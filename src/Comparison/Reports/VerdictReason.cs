namespace ScratchVsAutograd;

/// <summary>What a verdict was decided by, in the order in which the questions are asked.</summary>
public enum VerdictReason
{
    /// <summary>Extra: backward wrote a gradient that is not zero, but autograd has none.</summary>
    OnlyScratchHasOne,

    /// <summary>Extra: what backward wrote was refused, and autograd has none.</summary>
    RefusedAndNotNeeded,

    /// <summary>Zero: neither side has a gradient, or scratch's is zero.</summary>
    NeitherHasOne,

    /// <summary>Zero: backward wrote none, and autograd's is zero but for rounding.</summary>
    NoneIsNeeded,

    /// <summary>Missing: backward wrote none, and autograd's is not zero.</summary>
    OnlyAutogradHasOne,

    /// <summary>Shape: the shapes differ.</summary>
    OtherShape,

    /// <summary>Dtype: the dtypes differ.</summary>
    OtherDtype,

    /// <summary>Modified: backward changed the tensor, or a gradient of it that was handed over.</summary>
    Changed,

    /// <summary>Unrepeatable: a second run gives a different gradient.</summary>
    OtherEachTime,

    /// <summary>Origin: the gradient depends on how the upstream gradient lies in memory.</summary>
    DependsOnLayout,

    /// <summary>Reference: autograd's gradient is not finite, and scratch's is its float64 one.</summary>
    AutogradIsNotFinite,

    /// <summary>Non-finite: NaN or infinite in other places, or with other signs.</summary>
    NotFinite,

    /// <summary>Agree: within tolerance, and the tolerance would have shown a wrong gradient.</summary>
    WithinTolerance,

    /// <summary>Origin: out of tolerance on a right upstream gradient, and no other precision can be asked.</summary>
    OutOfTolerance,

    /// <summary>Inherited: out of tolerance in the end only, and no other precision can be asked.</summary>
    OutOfToleranceInTheEnd,

    /// <summary>Origin: on a right upstream gradient, scratch's formula is another in float64 too.</summary>
    OtherFormula,

    /// <summary>Inherited: the formula is autograd's, what it was given is not.</summary>
    OtherUpstream,

    /// <summary>Zero: both sides are zero, in float64 too or but for rounding.</summary>
    BothAreZero,

    /// <summary>Agree: within tolerance, which says little here, and held to its own scale in float64 as well.</summary>
    WithinItsScale,

    /// <summary>Unstable: the same formula, but scratch loses far more digits.</summary>
    ScratchLosesDigits,

    /// <summary>Reference: the same formula, but autograd loses far more digits.</summary>
    AutogradLosesDigits,

    /// <summary>Rounding: the same formula, and scratch rounds no worse than autograd.</summary>
    RoundsNoWorse,

    /// <summary>Inherited: the line made the right thing of a wrong gradient that it took from a variable of its own.</summary>
    RightForWhatItWasGiven,

    /// <summary>Origin: the gradient was read, or gone on with, before its last contribution was added.</summary>
    UsedTooEarly,

    /// <summary>Origin: within tolerance, but wrong in an element that matters to another tensor.</summary>
    TooSmallToShow,

    /// <summary>Rounding: out of tolerance in the end, with nobody before it to inherit from.</summary>
    NothingToInherit,

    /// <summary>Rounding: autograd was in doubt, and the witness does not bear that out.</summary>
    WitnessDisagrees,

    /// <summary>Unstable: right in float32 and float64, but in bfloat16 off by far more than the same formula's rounding there.</summary>
    WrongInHalfAlone,
}
