using System.Numerics;

namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>A <see cref="Census"/> being taken.</summary>
internal sealed class CensusCounter
{
    private long negativeInfinity, negative, zero, positive, positiveInfinity, nan;

    /// <summary>Counts one element.</summary>
    public void Add<T>(T value) where T : IFloatingPointIeee754<T>
    {
        if (T.IsNaN(value))
            nan++;
        else if (value == T.Zero)
            zero++;
        else if (value < T.Zero)
            _ = T.IsFinite(value) ? negative++ : negativeInfinity++;
        else
            _ = T.IsFinite(value) ? positive++ : positiveInfinity++;
    }

    /// <summary>Counts many elements at once.</summary>
    public void Add(Census counted)
    {
        negativeInfinity += counted.NegativeInfinity;
        negative += counted.Negative;
        zero += counted.Zero;
        positive += counted.Positive;
        positiveInfinity += counted.PositiveInfinity;
        nan += counted.NaN;
    }

    /// <summary>What was counted.</summary>
    public Census ToCensus() => new(negativeInfinity, negative, zero, positive, positiveInfinity, nan);
}
