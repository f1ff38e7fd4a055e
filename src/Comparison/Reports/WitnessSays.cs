using System.ComponentModel;

namespace ScratchVsAutograd;

/// <summary>Which gradient the loss itself, measured by finite differences, bears out.</summary>
public enum WitnessSays
{
    /// <summary>Autograd is right about the loss as it is written; scratch is not.</summary>
    Autograd,

    /// <summary>Scratch is right about the loss as it is written; autograd is not.</summary>
    Scratch,

    /// <summary>Both are, within their own precision.</summary>
    Both,

    /// <summary>Neither is.</summary>
    Neither,

    /// <summary>No vote: the loss has a kink there (ReLU at 0, a tie of a maximum), and no derivative.</summary>
    [Description("inconclusive: kink")]
    InconclusiveKink,

    /// <summary>No vote: the loss is not finite, too noisy, or the two are closer than it can be measured.</summary>
    Inconclusive,
}
