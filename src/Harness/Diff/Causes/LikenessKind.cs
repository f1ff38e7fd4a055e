namespace ScratchVsAutograd.Harness.Diff.Causes;

/// <summary>What the likeness of two tensors comes to.</summary>
internal enum LikenessKind
{
    /// <summary>There are too few elements to say.</summary>
    Unknown,

    /// <summary>The same but for noise that follows nothing.</summary>
    Noise,

    /// <summary>A multiple of the other but for such noise.</summary>
    ScaledNoise,

    /// <summary>Nearly the same, and the difference follows something.</summary>
    Near,

    /// <summary>Not nearly the same, and not unrelated either.</summary>
    Related,

    /// <summary>No more alike than any two.</summary>
    Unrelated,
}
