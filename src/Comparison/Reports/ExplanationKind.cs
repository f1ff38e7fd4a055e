namespace ScratchVsAutograd;

/// <summary>How a cause was found.</summary>
public enum ExplanationKind
{
    /// <summary>From the two gradients, the recorded contributions and the trace's tensors alone.</summary>
    Signature,

    /// <summary>By an experiment: a variant was run, and it agrees.</summary>
    Counterfactual,

    /// <summary>By watching what backward did: what it changed, refused, or answered differently.</summary>
    Contract,
}
