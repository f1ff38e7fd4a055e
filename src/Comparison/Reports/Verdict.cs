namespace ScratchVsAutograd;

/// <summary>What the comparison of one tensor's two gradients came to.</summary>
public enum Verdict
{
    /// <summary>Within tolerance, of the same shape and dtype, and the check could have failed.</summary>
    Agree,

    /// <summary>The gradient is zero on both sides, or the tensor is unused and neither side has one.</summary>
    Zero,

    /// <summary>Out of tolerance, but the two formulas are the same and scratch rounds no worse than autograd.</summary>
    Rounding,

    /// <summary>The two formulas are the same, but scratch's loses far more digits.</summary>
    Unstable,

    /// <summary>The two formulas are the same, but autograd's own gradient is far from its float64 one, and scratch's is not.</summary>
    Reference,

    /// <summary>Wrong although its upstream gradient was right: the mistake is made in the line that wrote it.</summary>
    Origin,

    /// <summary>Wrong only because an upstream gradient was.</summary>
    Inherited,

    /// <summary>Autograd has a gradient that is not zero, backward wrote none.</summary>
    Missing,

    /// <summary>Backward wrote a gradient that is not zero, autograd has none.</summary>
    Extra,

    /// <summary>The shapes differ, even if broadcasting would let them pass.</summary>
    Shape,

    /// <summary>The dtypes differ.</summary>
    Dtype,

    /// <summary>NaN or ±∞ on one side, or on both in other places or with other signs.</summary>
    NonFinite,

    /// <summary>Backward changed the tensor, or a gradient of it that was handed over.</summary>
    Modified,

    /// <summary>A second run of the same backward gives another gradient.</summary>
    Unrepeatable,
}
