using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Table;

/// <summary>An expression and what it is on the sample.</summary>
/// <param name="Expression">The expression.</param>
/// <param name="Values">Its values there.</param>
internal sealed record Entry(Expression Expression, double[] Values)
{
    /// <summary>Whether no value is zero, so that it can be divided by.</summary>
    public bool IsDivisor { get; } = Values.All(value => value != 0);

    /// <summary>Whether it is zero in some places and one in all others.</summary>
    public bool IsMask { get; } = Values.All(value => value is 0 or 1) && Values.Contains(0);
}
