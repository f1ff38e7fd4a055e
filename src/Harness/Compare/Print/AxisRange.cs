namespace ScratchVsAutograd.Harness.Compare.Print;

/// <summary>Neighbouring indexes along one axis.</summary>
/// <param name="Start">The first, counted from 0.</param>
/// <param name="Stop">One past the last.</param>
internal readonly record struct AxisRange(long Start, long Stop)
{
    /// <summary>How many indexes there are.</summary>
    public long Count => Stop - Start;

    /// <summary>The indexes, in order.</summary>
    public IEnumerable<long> Indexes
    {
        get
        {
            for (var index = Start; index < Stop; index++)
                yield return index;
        }
    }

    /// <summary>One index.</summary>
    public static AxisRange At(long index) => new(index, index + 1);

    /// <summary>The part of at most <paramref name="length"/> indexes with a focus in its middle, or as near as the ends allow.</summary>
    public AxisRange Around(long focus, long length)
    {
        length = Math.Min(length, Count);
        var start = Math.Clamp(focus - length / 2, Start, Stop - length);
        return new(start, start + length);
    }

    /// <summary><c>7</c> for one index, <c>0:4</c> for several.</summary>
    public override string ToString() => Count == 1
        ? FormattableString.Invariant($"{Start}")
        : FormattableString.Invariant($"{Start}:{Stop}");
}
