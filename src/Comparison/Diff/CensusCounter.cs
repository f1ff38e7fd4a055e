using System.Numerics;

namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>A <see cref="Census"/> being taken.</summary>
internal sealed class CensusCounter
{
    private const int Kinds = 6, NaN = 5;

    /// <summary>In the order of <see cref="Census"/>.</summary>
    private readonly long[] counts = new long[Kinds];

    /// <summary>Counts one element. Signs are as good as random, so the kind is added up instead of branched to.</summary>
    public void Add<T>(T value) where T : IFloatingPointIeee754<T>
    {
        var kind = (value > T.NegativeInfinity ? 1 : 0)
            + (value >= T.Zero ? 1 : 0)
            + (value > T.Zero ? 1 : 0)
            + (value == T.PositiveInfinity ? 1 : 0)
            + (T.IsNaN(value) ? NaN : 0);
        counts[kind]++;
    }

    /// <summary>Counts many elements at once.</summary>
    public void Add(Census counted)
    {
        counts[0] += counted.NegativeInfinity;
        counts[1] += counted.Negative;
        counts[2] += counted.Zero;
        counts[3] += counted.Positive;
        counts[4] += counted.PositiveInfinity;
        counts[NaN] += counted.NaN;
    }

    /// <summary>What was counted.</summary>
    public Census ToCensus() => new(counts[0], counts[1], counts[2], counts[3], counts[4], counts[NaN]);
}
