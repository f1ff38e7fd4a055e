namespace ScratchVsAutograd.Comparison.Slopes;

/// <summary>What a function looks like around the point where its slope is measured.</summary>
internal enum Smoothness
{
    /// <summary>Step sizes agree with each other within the error bar.</summary>
    Smooth,

    /// <summary>The slopes to the left and to the right differ however small the step, or step sizes never come to agree.</summary>
    Kink,

    /// <summary>Rounding, or another noise, hides the slope: all that is known is that it lies within the error bar.</summary>
    Unresolved,

    /// <summary>The function is not finite there.</summary>
    NonFinite,
}
