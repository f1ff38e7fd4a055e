namespace ScratchVsAutograd;

/// <summary>How many elements of a tensor are of each kind; they add up to its element count.</summary>
/// <param name="NegativeInfinity">−∞.</param>
/// <param name="Negative">Finite and below 0.</param>
/// <param name="Zero">+0 or −0.</param>
/// <param name="Positive">Finite and above 0.</param>
/// <param name="PositiveInfinity">+∞.</param>
/// <param name="NaN">Not a number.</param>
public readonly record struct Census(
    long NegativeInfinity, long Negative, long Zero, long Positive, long PositiveInfinity, long NaN)
{
    /// <summary>The number of elements.</summary>
    public long Count => NegativeInfinity + Negative + Zero + Positive + PositiveInfinity + NaN;

    /// <summary>How many elements are ±∞ or NaN.</summary>
    public long NonFinite => NegativeInfinity + PositiveInfinity + NaN;

    /// <summary>Whether every element is +0 or −0.</summary>
    public bool AllZero => Zero == Count;
}
