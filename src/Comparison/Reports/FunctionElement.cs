namespace ScratchVsAutograd;

/// <summary>One element of a custom function's gradient against the measured one.</summary>
/// <param name="Index">Row-major flat index, counted from 0.</param>
/// <param name="Function">What the function's backward says.</param>
/// <param name="FiniteDifference">What is measured.</param>
/// <param name="Budget">|function − measured| as a share of what was allowed: above 1 is out of tolerance.</param>
public sealed record FunctionElement(long Index, double Function, double FiniteDifference, double Budget);
