namespace ScratchVsAutograd.Ops;

/// <summary>What a loss does with the losses of its elements.</summary>
public enum Reduction
{
    /// <summary>Each element's loss by itself.</summary>
    None,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,
}
