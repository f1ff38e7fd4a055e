namespace ScratchVsAutograd.Comparison.Pictures;

/// <summary>How many elements used which share of their budget, in steps of half a power of ten; exactly 1 is still within.</summary>
internal sealed class BudgetHistogram
{
    /// <summary>The steps to a power of ten.</summary>
    public const int StepsPerDecade = 2;

    private const int Decades = 12;

    /// <summary>How many used nothing: both sides are equal.</summary>
    public long Zero { get; private set; }

    /// <summary>How many are no numbers, or infinitely far off.</summary>
    public long Infinite { get; private set; }

    /// <summary>
    /// The others: the middle is a share of 1, the first of the upper half those just out of tolerance; what is further off than there are
    /// steps is in the last one.
    /// </summary>
    public long[] Steps { get; } = new long[2 * Decades * StepsPerDecade];

    /// <summary>Counts an element.</summary>
    public void Add(double budget)
    {
        if (budget == 0) Zero++;
        else if (!double.IsFinite(budget)) Infinite++;
        else Steps[Step(budget)]++;
    }

    private int Step(double budget)
        => Math.Clamp((int)Math.Ceiling(StepsPerDecade * Math.Log10(budget)) - 1 + Steps.Length / 2, 0, Steps.Length - 1);
}
