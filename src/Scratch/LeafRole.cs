namespace ScratchVsAutograd.Scratch;

/// <summary>What a leaf of a computation is, and so whether its gradient is asked for.</summary>
public enum LeafRole
{
    /// <summary>Trained: its gradient is always wanted.</summary>
    Parameter,

    /// <summary>Fed in, floating point: its gradient exists, and is compared only when asked for.</summary>
    Input,

    /// <summary>Labels, masks, indices: it has no gradient, and is never cast unless it is floating point.</summary>
    Constant,
}
