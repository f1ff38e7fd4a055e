namespace ScratchVsAutograd.Tests.Comparison.FalseAlarms;

/// <summary>How a backward goes on from one step to the next.</summary>
public enum Style
{
    /// <summary>It reads the gradient from the side dictionary.</summary>
    Reads,

    /// <summary>With what Add returned.</summary>
    GoesOn,

    /// <summary>With variables of its own, as a port from NumPy does.</summary>
    Own,
}
