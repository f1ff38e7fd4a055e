namespace ScratchVsAutograd;

/// <summary>What a compared tensor is in its computation.</summary>
public enum TensorRole
{
    /// <summary>A trained leaf.</summary>
    Parameter,

    /// <summary>Computed on the way to the loss.</summary>
    Intermediate,

    /// <summary>A leaf that is fed in.</summary>
    Input,

    /// <summary>A leaf that should have no gradient, and for which backward wrote one all the same.</summary>
    Constant,
}
