namespace ScratchVsAutograd;

/// <summary>What a leaf of a computation is, and so whether its gradient is asked for.</summary>
public enum LeafRole
{
    /// <summary>Trained: backward owes its gradient.</summary>
    Parameter,

    /// <summary>Fed in, floating point: its gradient is owed only when asked for.</summary>
    Input,

    /// <summary>Labels, masks, indices: no gradient is owed, and it is never cast unless it is floating point.</summary>
    Constant,
}
