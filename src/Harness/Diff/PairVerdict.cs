namespace ScratchVsAutograd.Harness.Diff;

/// <summary>What two stored tensors come to; only what two values alone can justify, for nothing is run.</summary>
internal enum PairVerdict
{
    /// <summary>Within tolerance, of the same shape and dtype, and the check could have failed.</summary>
    Agree,

    /// <summary>Zero on both sides, or empty.</summary>
    Zero,

    /// <summary>Out of tolerance; whether by rounding, by a wrong formula or by what came before cannot be told from two values.</summary>
    Disagree,

    /// <summary>Within tolerance only because the tolerance is large beside the tensor: held to its own scale it is out.</summary>
    Blind,

    /// <summary>B has it, A does not.</summary>
    Missing,

    /// <summary>A has it, B does not.</summary>
    Extra,

    /// <summary>The shapes differ, even if broadcasting would let them pass.</summary>
    Shape,

    /// <summary>The dtypes differ.</summary>
    Dtype,

    /// <summary>They differ, and there are NaNs or infinities among the elements.</summary>
    NonFinite,
}
