namespace ScratchVsAutograd.Harness.Diff;

/// <summary>What the verdicts on pairs mean for the whole.</summary>
internal static class PairVerdictExtensions
{
    /// <summary>Whether a pair with that verdict lets the comparison pass.</summary>
    public static bool Passes(this PairVerdict verdict) => verdict is PairVerdict.Agree or PairVerdict.Zero;
}
