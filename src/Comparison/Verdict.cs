namespace ScratchVsAutograd.Comparison;

/// <summary>What the comparison of one tensor's two gradients came to.</summary>
public enum Verdict
{
    /// <summary>Within tolerance, of the same shape and dtype, and the check could have failed.</summary>
    Agree,

    /// <summary>The gradient is zero on both sides, or the tensor is unused and neither side has one.</summary>
    Zero,

    /// <summary>Out of tolerance.</summary>
    Differs,

    /// <summary>Autograd has a gradient that is not zero, backward wrote none.</summary>
    Missing,

    /// <summary>Backward wrote a gradient that is not zero, autograd has none.</summary>
    Extra,

    /// <summary>The shapes differ, even if broadcasting would let them pass.</summary>
    Shape,

    /// <summary>The dtypes differ.</summary>
    Dtype,

    /// <summary>NaN or ±∞ on one side, or on both.</summary>
    NonFinite,
}
