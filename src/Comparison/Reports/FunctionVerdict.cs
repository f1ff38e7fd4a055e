namespace ScratchVsAutograd;

/// <summary>
/// What the check of a custom function's gradient with respect to one input came to; the words are those of <see cref="Verdict"/> where
/// they fit.
/// </summary>
public enum FunctionVerdict
{
    /// <summary>Every element is what finite differences measure, and the check could have failed.</summary>
    Agree,

    /// <summary>The gradient is zero, and finite differences say so too.</summary>
    Zero,

    /// <summary>Every element lies at a kink, or where the outputs are not finite: this sample says nothing about the input.</summary>
    Inconclusive,

    /// <summary>Not what finite differences measure: the function's backward makes the mistake.</summary>
    Origin,

    /// <summary>Backward returns null, and finite differences measure a gradient that is not zero.</summary>
    Missing,

    /// <summary>NaN or ±∞ in the gradient.</summary>
    NonFinite,

    /// <summary>Forward or backward changed the input in place.</summary>
    Modified,

    /// <summary>A second call of backward gives another gradient.</summary>
    Unrepeatable,

    /// <summary>The gradient depends on how the upstream gradient lies in memory.</summary>
    Layout,

    /// <summary>The gradient depends on which of the other inputs need one, or which outputs are used.</summary>
    Needs,
}
