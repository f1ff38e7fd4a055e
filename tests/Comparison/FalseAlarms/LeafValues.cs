namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms;

/// <summary>What kind of numbers a computation starts from.</summary>
internal enum LeafValues
{
    /// <summary>Normally distributed: neither ties nor exact zeros.</summary>
    Normal,

    /// <summary>Small whole multiples of the scale: ties and zeros everywhere, kinks met exactly.</summary>
    Whole,

    /// <summary>Mostly exact zeros.</summary>
    Sparse,

    /// <summary>All the same: no variance at all.</summary>
    Constant,

    /// <summary>All nearly the same: a tiny variance, and sums that cancel.</summary>
    NearlyConstant,

    /// <summary>Elements of very different magnitudes.</summary>
    Spread,
}
