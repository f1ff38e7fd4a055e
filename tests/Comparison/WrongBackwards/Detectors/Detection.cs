namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Detectors;

/// <summary>What a detector makes of a wrong backward pass.</summary>
public enum Detection
{
    /// <summary>Passed as right.</summary>
    Missed,

    /// <summary>Rejected, while the right version of the same computation passes.</summary>
    Caught,

    /// <summary>Rejected, and so is the right version: it says nothing.</summary>
    RightOneRejectedToo,
}
