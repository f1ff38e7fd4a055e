using ScratchVsAutograd.Comparison.Slopes;

namespace ScratchVsAutograd.Comparison.Witness;

/// <summary>How measurements turn into votes, and votes into an outcome.</summary>
internal static class Ballot
{
    /// <summary>The vote of one measurement.</summary>
    /// <param name="slope">What was measured.</param>
    /// <param name="scratch">What scratch says, and how far it may be off through its own rounding.</param>
    /// <param name="autograd">What autograd says, likewise.</param>
    public static WitnessSays Vote(Slope slope, (double Value, double Rounding) scratch, (double Value, double Rounding) autograd)
    {
        if (slope.Smoothness == Smoothness.Kink) return WitnessSays.InconclusiveKink;
        if (slope.Smoothness == Smoothness.NonFinite) return WitnessSays.Inconclusive;
        return (Fits(slope, scratch), Fits(slope, autograd)) switch
        {
            (false, true) => WitnessSays.Autograd,
            (true, false) => WitnessSays.Scratch,
            (false, false) => WitnessSays.Neither,

            // Where both fit, but apart from each other, the error bar is too wide to tell.
            _ when Math.Abs(scratch.Value - autograd.Value) <= scratch.Rounding + autograd.Rounding => WitnessSays.Both,
            _ => WitnessSays.Inconclusive,
        };
    }

    /// <summary>The outcome of all measurements of one tensor.</summary>
    public static WitnessSays Count(IEnumerable<WitnessSays> votes)
    {
        var cast = votes.ToHashSet();
        var scratchRefuted = cast.Contains(WitnessSays.Autograd) || cast.Contains(WitnessSays.Neither);
        var autogradRefuted = cast.Contains(WitnessSays.Scratch) || cast.Contains(WitnessSays.Neither);
        return (scratchRefuted, autogradRefuted) switch
        {
            (true, true) => WitnessSays.Neither,
            (true, false) => WitnessSays.Autograd,
            (false, true) => WitnessSays.Scratch,
            _ when cast.Contains(WitnessSays.InconclusiveKink) => WitnessSays.InconclusiveKink,
            _ when cast.Contains(WitnessSays.Both) && !cast.Contains(WitnessSays.Inconclusive) => WitnessSays.Both,
            _ => WitnessSays.Inconclusive,
        };
    }

    private static bool Fits(Slope slope, (double Value, double Rounding) side)
        => double.IsFinite(side.Value) && Math.Abs(side.Value - slope.Value) <= slope.ErrorBar + side.Rounding;
}
