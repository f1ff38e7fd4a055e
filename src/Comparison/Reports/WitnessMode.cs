namespace ScratchVsAutograd;

/// <summary>When the witness is questioned.</summary>
public enum WitnessMode
{
    /// <summary>About the tensors at fault, and those where autograd itself seems to be wrong.</summary>
    Auto,

    /// <summary>About every compared tensor.</summary>
    Always,

    /// <summary>Not at all.</summary>
    Never,
}
