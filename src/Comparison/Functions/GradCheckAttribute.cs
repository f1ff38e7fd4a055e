namespace ScratchVsAutograd;

/// <summary>
/// Marks a public static method without parameters, or a public static property, that returns a <see cref="FunctionSample"/>: the
/// <c>check</c> command finds it.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class GradCheckAttribute : Attribute;
