namespace ScratchVsAutograd.Harness.Compare;

/// <summary>Whether gradients are checked by finite differences beyond what is disputed.</summary>
internal enum NumericMode
{
    /// <summary>No.</summary>
    Off,

    /// <summary>Every element of every parameter.</summary>
    Full,
}
