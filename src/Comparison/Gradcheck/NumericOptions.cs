namespace ScratchVsAutograd.Comparison.Gradcheck;

/// <summary>How every element is checked against finite differences.</summary>
internal sealed record NumericOptions
{
    /// <summary>Whether inputs are checked too, not only parameters.</summary>
    public bool Inputs { get; init; }

    /// <summary>
    /// How far a gradient may be off, relative to the element and to the root mean square of its tensor, beyond what rounding
    /// hides from a finite difference.
    /// </summary>
    public double RelativeTolerance { get; init; } = 1e-5;

    /// <summary>
    /// How many forward passes run at a time, each on a thread of its own and on copies of the leaves; more than one asks of
    /// Forward that it depends on nothing but its trace. The outcome is the same for any number.
    /// </summary>
    public int Workers { get; init; } = Environment.ProcessorCount;
}
