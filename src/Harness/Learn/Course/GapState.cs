namespace ScratchVsAutograd.Harness.Learn.Course;

/// <summary>How far a gradient is.</summary>
internal enum GapState
{
    /// <summary>Nothing but zeros, or nothing at all.</summary>
    NotWritten,

    /// <summary>Not autograd's, although its upstream gradient was.</summary>
    Wrong,

    /// <summary>Autograd's, given the right upstream gradient.</summary>
    Right,
}
